package dev.imagemanager.cli.option;

import picocli.CommandLine.Option;

/** The option for the output format of reports that are also for comments on pull requests. */
public final class ReportOption {

    /** The output formats. */
    public enum Format {
        text,
        json,
        markdown
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, json or markdown, for a comment on a pull request. Default: text.")
    Format format;

    public Format format() {
        return format;
    }
}
