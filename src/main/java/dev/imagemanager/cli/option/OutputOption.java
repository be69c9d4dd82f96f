package dev.imagemanager.cli.option;

import picocli.CommandLine.Option;

/** The choice between output for people and output for programs. */
public final class OutputOption {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json. Default: text.")
    OutputFormat format;

    public boolean isJson() {
        return format == OutputFormat.json;
    }
}
