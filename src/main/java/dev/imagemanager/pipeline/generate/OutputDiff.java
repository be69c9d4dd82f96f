package dev.imagemanager.pipeline.generate;

import dev.imagemanager.output.OutputDirectory;
import java.util.Optional;

/** The changes in {@code dist/} as a unified diff. */
public final class OutputDiff {

    private OutputDiff() {}

    public static String of(OutputDirectory directory, GeneratedFiles.Changes changes) {
        StringBuilder text = new StringBuilder();
        changes.write()
                .forEach((file, wanted) ->
                        text.append(UnifiedDiff.of(file, directory.content(file), Optional.of(wanted.content()))));
        changes.remove().forEach(file -> text.append(UnifiedDiff.of(file, directory.content(file), Optional.empty())));
        return text.toString();
    }
}
