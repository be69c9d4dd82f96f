package dev.imagemanager.pipeline.generate;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What would change in {@code dist/}, as a unified diff. */
public final class OutputDiff {

    private static final int CONTEXT_LINES = 3;
    private static final String NO_FILE = "/dev/null";

    private OutputDiff() {}

    public static String of(OutputDirectory directory, OutputDirectory.Changes changes) {
        StringBuilder text = new StringBuilder();
        changes.write().forEach((file, content) -> append(text, file, directory.content(file), Optional.of(content)));
        changes.remove().forEach(file -> append(text, file, directory.content(file), Optional.empty()));
        return text.toString();
    }

    private static void append(StringBuilder text, Path file, Optional<byte[]> before, Optional<byte[]> after) {
        List<String> oldLines = lines(before);
        List<String> diff = UnifiedDiffUtils.generateUnifiedDiff(
                before.isPresent() ? "a/" + file : NO_FILE,
                after.isPresent() ? "b/" + file : NO_FILE,
                oldLines,
                DiffUtils.diff(oldLines, lines(after)),
                CONTEXT_LINES);
        diff.forEach(line -> text.append(line).append('\n'));
    }

    private static List<String> lines(Optional<byte[]> content) {
        return content.map(bytes ->
                        new String(bytes, StandardCharsets.UTF_8).lines().toList())
                .orElse(List.of());
    }
}
