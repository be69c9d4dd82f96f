package dev.imagemanager.cli.run;

import dev.imagemanager.cli.option.ChangedSinceOption;
import dev.imagemanager.cli.option.OutputOption;
import dev.imagemanager.cli.option.TargetOptions;
import dev.imagemanager.cli.progress.ProgressKind;
import dev.imagemanager.config.TimeSpan;
import dev.imagemanager.pipeline.TargetSelector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of commands that process several targets at once. */
public final class RunOptions {

    @Spec(Spec.Target.MIXEE)
    CommandSpec command;

    @Mixin
    TargetOptions targets;

    @Mixin
    ChangedSinceOption changedSince;

    @Mixin
    OutputOption output;

    @Option(
            names = {"-j", "--jobs"},
            paramLabel = "N",
            description = "The number of targets to process at once; with several builders, that each of them builds at"
                    + " once. Default: the number of processors.")
    Integer jobs;

    @Option(names = "--fail-fast", description = "Do not start anything else after the first failure.")
    boolean failFast;

    @Option(
            names = {"-q", "--quiet"},
            description = "Show the output of builds and tests only if they fail: --progress quiet.")
    boolean quiet;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description =
                    "The time for each build and the tests of each image, instead of those in the definitions: numbers and"
                            + " w, d, h, m or s, such as 10m or 1h30m.")
    Optional<String> timeout;

    @Option(
            names = "--failed",
            description = "Only targets that failed, or were left out for it, when they were processed last.")
    boolean failed;

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            description = "Write what was done when to this file, in the format of Chrome's tracing (Perfetto).")
    Path trace;

    Optional<Path> traceFile() {
        return Optional.ofNullable(trace).map(Path::toAbsolutePath);
    }

    /** Returns the command that repeats what failed. */
    String retryCommand() {
        return command.qualifiedName() + " --failed";
    }

    @Option(
            names = "--progress",
            paramLabel = "KIND",
            defaultValue = "auto",
            description = "How progress is shown, on standard error. live: what runs now, on a terminal. plain: lines."
                    + " json: an event a line, for programs. quiet: only what begins, ends and fails. auto: live on a"
                    + " terminal, otherwise plain. Default: auto.")
    ProgressKind progress;

    @Mixin
    ReportFiles reports;

    TargetSelector selector() {
        return targets.selector();
    }

    Optional<Duration> timeLimit() {
        return timeout.map(text -> TimeSpan.parsePositive(text)
                .orElseThrow(() -> new ParameterException(
                        command.commandLine(),
                        "--timeout takes numbers and w, d, h, m or s, such as 10m or 1h30m, but got '" + text + "'")));
    }

    ProgressKind progress() {
        if (!quiet) {
            return progress;
        }
        if (progress != ProgressKind.auto && progress != ProgressKind.quiet) {
            throw new ParameterException(
                    command.commandLine(), "--quiet and --progress " + progress + " exclude each other");
        }
        return ProgressKind.quiet;
    }

    int jobCount() {
        if (jobs == null) {
            return Runtime.getRuntime().availableProcessors();
        }
        if (jobs < 1) {
            throw new ParameterException(command.commandLine(), "--jobs must be at least 1, but is " + jobs);
        }
        return jobs;
    }
}
