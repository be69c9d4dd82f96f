package dev.imagemanager.cli.option;

import picocli.CommandLine.Option;

/** Help for one command. */
public final class HelpOption {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;
}
