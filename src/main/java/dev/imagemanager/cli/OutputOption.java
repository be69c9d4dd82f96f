package dev.imagemanager.cli;

import picocli.CommandLine.Option;

/** The choice between output for people and output for programs. */
final class OutputOption {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json. Default: text.")
    OutputFormat format;

    boolean isJson() {
        return format == OutputFormat.json;
    }
}
