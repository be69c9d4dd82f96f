package dev.imagemanager.cli;

import picocli.CommandLine.Option;

/** Help for one command. */
final class HelpOption {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;
}
