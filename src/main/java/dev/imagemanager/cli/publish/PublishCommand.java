package dev.imagemanager.cli.publish;

import dev.imagemanager.cli.console.Console;
import dev.imagemanager.cli.option.ChangedSinceOption;
import dev.imagemanager.cli.option.HelpOption;
import dev.imagemanager.cli.option.OutputOption;
import dev.imagemanager.cli.option.Program;
import dev.imagemanager.cli.option.SnapshotOption;
import dev.imagemanager.cli.option.TargetOptions;
import dev.imagemanager.cli.progress.Progress;
import dev.imagemanager.cli.progress.ProgressFactory;
import dev.imagemanager.cli.progress.ProgressKind;
import dev.imagemanager.pipeline.diff.ChangedTargets;
import dev.imagemanager.pipeline.publish.FleetPublisher;
import dev.imagemanager.pipeline.publish.PublishReport;
import dev.imagemanager.pipeline.publish.PublishRequest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "publish",
        description = "Copy tested images to registries by their digest, and set tags to them when all of it is there.")
public final class PublishCommand implements Callable<Integer> {

    @Spec
    CommandSpec spec;

    @ParentCommand
    Program program;

    @Mixin
    HelpOption help;

    @Mixin
    TargetOptions targets;

    @Mixin
    ChangedSinceOption changedSince;

    @Mixin
    SnapshotOption snapshot;

    @Mixin
    OutputOption output;

    @Option(
            names = "--to",
            paramLabel = "REGISTRY",
            description =
                    "Publish to this registry, such as ghcr.io/acme, instead of those with 'default: true'. Repeatable.")
    List<String> destinations = new ArrayList<>();

    @Option(
            names = "--from",
            paramLabel = "REGISTRY",
            description =
                    "Take the images that this registry has under the tags of the targets, instead of those that were"
                            + " built: to promote what was published to a staging registry.")
    String source;

    @Option(names = "--dry-run", description = "Show which tags would move, and change nothing.")
    boolean dryRun;

    @Option(
            names = "--overwrite",
            description = "Let tags that are full versions change, and aliases move to earlier versions.")
    boolean overwrite;

    @Option(names = "--untested", description = "Publish images that have not passed their tests, or have none.")
    boolean untested;

    @Option(
            names = "--attach",
            description =
                    "Attach what is missing also to images whose tags are all there: after signing was configured,"
                            + " for example.")
    boolean attach;

    @Option(
            names = "--keep-going",
            description = "Publish the other images if some cannot be. Default: no tag moves unless all can.")
    boolean keepGoing;

    @Option(
            names = {"-j", "--jobs"},
            paramLabel = "N",
            defaultValue = "4",
            description = "The number of images to copy at once. Default: 4.")
    int jobs;

    @Option(
            names = "--progress",
            paramLabel = "KIND",
            defaultValue = "auto",
            description = "How progress is shown, on standard error: live, plain, json, quiet or auto. Default: auto.")
    ProgressKind progress;

    private final FleetPublisher publisher;
    private final ChangedTargets changed;
    private final Console console;
    private final ProgressFactory progressFactory;

    @Inject
    PublishCommand(FleetPublisher publisher, ChangedTargets changed, Console console, ProgressFactory progressFactory) {
        this.publisher = publisher;
        this.changed = changed;
        this.console = console;
        this.progressFactory = progressFactory;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (jobs < 1) {
            throw new ParameterException(spec.commandLine(), "--jobs must be at least 1, but is " + jobs);
        }
        PublishRequest request = new PublishRequest(
                program.directory(),
                targets.selector(),
                changedSince.filter(changed),
                destinations,
                Optional.ofNullable(source),
                snapshot.snapshot(),
                new PublishRequest.Rules(dryRun, overwrite, untested, keepGoing, attach),
                jobs);
        PublishReport report;
        try (Progress events = progressFactory.open(progress)) {
            report = publisher.publish(request, events);
        }
        if (output.isJson()) {
            console.result(report.toJson());
        } else {
            PublishTable.lines(report).forEach(console::result);
        }
        return report.exitCode().number();
    }
}
