package dev.imagemanager.cli.cache;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.cli.console.Console;
import dev.imagemanager.cli.console.Counts;
import dev.imagemanager.cli.console.ProblemPrinter;
import dev.imagemanager.cli.console.ProgressPrinter;
import dev.imagemanager.cli.option.HelpOption;
import dev.imagemanager.cli.option.OutputOption;
import dev.imagemanager.config.TimeSpan;
import dev.imagemanager.model.settings.ByteSize;
import dev.imagemanager.pipeline.JsonDocument;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.pipeline.cache.CacheMaintenance;
import dev.imagemanager.pipeline.cache.CacheMaintenance.Pruned;
import dev.imagemanager.pipeline.cache.PrunePlan;
import dev.imagemanager.pipeline.cache.PrunePolicy;
import dev.imagemanager.problem.ExitCode;
import jakarta.inject.Inject;
import java.time.Duration;
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
        name = "prune",
        description = {
            "Remove the oldest targets from the layer cache, and the layers that are then unused.",
            "The age of a target is the time since its last build."
        })
public final class CachePruneCommand implements Callable<Integer> {

    @ParentCommand
    CacheCommand cache;

    @Spec
    CommandSpec spec;

    @Mixin
    HelpOption help;

    @Mixin
    OutputOption output;

    @Option(
            names = "--older-than",
            paramLabel = "AGE",
            description = "Remove targets that were built longer ago: numbers and w, d, h, m or s, such as 7d.")
    Optional<String> olderThan;

    @Option(
            names = "--keep-bytes",
            paramLabel = "SIZE",
            description = "Remove the oldest targets until the rest fits: a number and kB, MB, GB or TB, such as 5GB.")
    Optional<String> keepBytes;

    @Option(names = "--dry-run", description = "Remove nothing; show what would be removed.")
    boolean dryRun;

    private final CacheMaintenance maintenance;
    private final Console console;
    private final ProblemPrinter problemPrinter;

    @Inject
    CachePruneCommand(CacheMaintenance maintenance, Console console, ProblemPrinter problemPrinter) {
        this.maintenance = maintenance;
        this.console = console;
        this.problemPrinter = problemPrinter;
    }

    @Override
    public Integer call() throws InterruptedException {
        PrunePolicy policy = policy();
        PipelineListener listener = new ProgressPrinter(console, problemPrinter, false);
        Pruned pruned = dryRun
                ? maintenance.plan(cache.directory(), policy, listener)
                : maintenance.prune(cache.directory(), policy, listener, problemPrinter::print);
        if (output.isJson()) {
            console.result(describe(pruned));
        } else {
            print(pruned);
        }
        return ExitCode.OK.number();
    }

    private PrunePolicy policy() {
        if (olderThan.isEmpty() && keepBytes.isEmpty()) {
            throw usage("say what to remove: --older-than 7d, --keep-bytes 5GB, or both");
        }
        return new PrunePolicy(olderThan.map(this::age), keepBytes.map(this::size));
    }

    private Duration age(String text) {
        return TimeSpan.parse(text)
                .orElseThrow(() ->
                        usage("--older-than takes numbers and w, d, h, m or s, such as 7d, but got '" + text + "'"));
    }

    private Long size(String text) {
        return ByteSize.parse(text)
                .orElseThrow(() ->
                        usage("--keep-bytes takes a number and kB, MB, GB or TB, such as 5GB, but got '" + text + "'"));
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private void print(Pruned pruned) {
        PrunePlan plan = pruned.plan();
        String verb = dryRun ? "would remove " : "removed ";
        plan.manifests().forEach(manifest -> console.result(verb + manifest));
        console.result(Counts.of(plan.manifests().size(), "manifest") + ", "
                + Counts.of(plan.layers().size(), "layer") + ", " + ByteSize.format(plan.bytes())
                + (dryRun ? " would be removed; " : " removed; ")
                + ByteSize.format(pruned.before().contents().bytes() - plan.bytes())
                + (dryRun ? " would stay" : " left"));
    }

    private ObjectNode describe(Pruned pruned) {
        PrunePlan plan = pruned.plan();
        ObjectNode document = JsonDocument.create();
        document.put("dryRun", dryRun);
        document.put("bytes", plan.bytes());
        document.put("bytesLeft", pruned.before().contents().bytes() - plan.bytes());
        ArrayNode manifests = document.putArray("manifests");
        plan.manifests().forEach(manifest -> manifests
                .addObject()
                .put("image", manifest.image())
                .put("name", manifest.name())
                .put("written", manifest.written().toString()));
        ArrayNode layers = document.putArray("layers");
        plan.layers().forEach(layer -> layers.addObject()
                .put("image", layer.image())
                .put("digest", layer.digest().toString())
                .put("bytes", layer.bytes()));
        return document;
    }
}
