package dev.imagemanager.cli.completion;

import dev.imagemanager.cli.console.Console;
import dev.imagemanager.cli.option.HelpOption;
import dev.imagemanager.problem.ExitCode;
import jakarta.inject.Inject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "completion",
        description = "Print a completion script for a shell.",
        footer = {
            "",
            "To use it in this shell:",
            "  bash, zsh: source <(image-manager completion bash)",
            "  fish:      image-manager completion fish | source"
        })
public final class CompletionCommand implements Callable<Integer> {

    @Spec
    CommandSpec spec;

    @Mixin
    HelpOption help;

    @Parameters(
            paramLabel = "SHELL",
            arity = "0..1",
            defaultValue = "bash",
            description = "${COMPLETION-CANDIDATES}. Default: bash.")
    Shell shell;

    private final Console console;

    @Inject
    CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.resultText(shell.script(spec.root().commandLine()));
        return ExitCode.OK.number();
    }
}
