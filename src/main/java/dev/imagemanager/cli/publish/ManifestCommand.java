package dev.imagemanager.cli.publish;

import dev.imagemanager.cli.console.Console;
import dev.imagemanager.cli.console.ProblemPrinter;
import dev.imagemanager.cli.console.ProgressPrinter;
import dev.imagemanager.cli.console.TextTable;
import dev.imagemanager.cli.option.HelpOption;
import dev.imagemanager.cli.option.OutputOption;
import dev.imagemanager.cli.option.Program;
import dev.imagemanager.cli.option.SnapshotOption;
import dev.imagemanager.cli.option.TargetOptions;
import dev.imagemanager.pipeline.publish.FleetManifests;
import dev.imagemanager.pipeline.publish.ManifestReport;
import dev.imagemanager.reference.Platform;
import jakarta.inject.Inject;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "manifest",
        description = "Make the indexes of targets for several platforms from images that several machines built.")
public final class ManifestCommand implements Callable<Integer> {

    @ParentCommand
    Program program;

    @Mixin
    HelpOption help;

    @Mixin
    TargetOptions targets;

    @Mixin
    SnapshotOption snapshot;

    @Mixin
    OutputOption output;

    private final FleetManifests manifests;
    private final Console console;
    private final ProblemPrinter problemPrinter;

    @Inject
    ManifestCommand(FleetManifests manifests, Console console, ProblemPrinter problemPrinter) {
        this.manifests = manifests;
        this.console = console;
        this.problemPrinter = problemPrinter;
    }

    @Override
    public Integer call() throws InterruptedException {
        ManifestReport report = manifests.make(
                program.directory(),
                targets.selector(),
                snapshot.snapshot(),
                new ProgressPrinter(console, problemPrinter, true));
        if (output.isJson()) {
            console.result(report.toJson());
        } else {
            print(report);
        }
        return report.exitCode().number();
    }

    private void print(ManifestReport report) {
        TextTable table = new TextTable("TARGET", "TAG", "DIGEST", "PLATFORMS", "STATE");
        report.indexes()
                .forEach(index -> table.add(
                        index.target().toString(),
                        index.tag(),
                        index.digest().abbreviated(),
                        index.images().keySet().stream().map(Platform::toString).collect(Collectors.joining(", ")),
                        index.isUnchanged() ? "up to date" : "made"));
        report.incomplete().forEach(target -> table.add(target.target().toString(), "-", "-", "-", "incomplete"));
        table.lines().forEach(console::result);
        console.result("");
        console.result(report.indexes().size() + (report.indexes().size() == 1 ? " index, " : " indexes, ")
                + report.incomplete().size() + " incomplete, " + report.single() + " of one platform");
    }
}
