package dev.imagemanager.pipeline.generate;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Files that differ, in the form of {@code diff -u} (POSIX, "diff", "Diff -u Output Format"). */
public final class UnifiedDiff {

    private static final int CONTEXT_LINES = 3;
    private static final String NO_FILE = "/dev/null";
    private static final String NO_LINE_FEED = "\n\\ No newline at end of file";

    private UnifiedDiff() {}

    /**
     * @param before empty if there was no file
     * @param after empty if there is no file any more
     */
    public static String of(Path file, Optional<byte[]> before, Optional<byte[]> after) {
        String oldName = before.isPresent() ? "a/" + file : NO_FILE;
        String newName = after.isPresent() ? "b/" + file : NO_FILE;
        List<String> oldLines = lines(before);
        List<String> diff = UnifiedDiffUtils.generateUnifiedDiff(
                oldName, newName, oldLines, DiffUtils.diff(oldLines, lines(after)), CONTEXT_LINES);
        if (!diff.isEmpty()) {
            StringBuilder text = new StringBuilder();
            diff.forEach(line -> text.append(atLineZeroOfNothing(line)).append('\n'));
            return text.toString();
        }
        return before.isPresent() && after.isPresent()
                ? "Binary files " + oldName + " and " + newName + " differ\n"
                : "--- " + oldName + "\n+++ " + newName + "\n";
    }

    /** Changes the line number of an empty range to 0 (POSIX, {@code diff -u}). */
    private static String atLineZeroOfNothing(String line) {
        return line.startsWith("@@ ") ? line.replace(" -1,0 ", " -0,0 ").replace(" +1,0 ", " +0,0 ") : line;
    }

    /** Splits content at line feeds. Marks a last line without line feed, as in POSIX. */
    private static List<String> lines(Optional<byte[]> content) {
        String text =
                content.map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse("");
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        String last = lines.remove(lines.size() - 1);
        if (!last.isEmpty()) {
            lines.add(last + NO_LINE_FEED);
        }
        return lines;
    }
}
