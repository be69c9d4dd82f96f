package dev.imagemanager.cli.option;

import picocli.CommandLine.Option;

/** The option for the output format. */
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
