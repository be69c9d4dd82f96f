package dev.imagemanager.cli.option;

import dev.imagemanager.pipeline.revision.Revision;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Reads revisions from the command line. */
public final class RevisionText {

    private RevisionText() {}

    /** @throws ParameterException if the text cannot be the name of a revision */
    public static Revision parse(String text, CommandSpec command) {
        return Revision.find(text)
                .orElseThrow(() -> new ParameterException(
                        command.commandLine(), "'" + text + "' cannot be the name of a revision"));
    }
}
