package dev.imagemanager.cli.option;

import picocli.CommandLine.Option;

/** The help option of a command. */
public final class HelpOption {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;
}
