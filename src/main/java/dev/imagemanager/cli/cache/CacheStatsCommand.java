package dev.imagemanager.cli.cache;

import dev.imagemanager.cli.console.Console;
import dev.imagemanager.cli.console.Counts;
import dev.imagemanager.cli.console.ProblemPrinter;
import dev.imagemanager.cli.console.ProgressPrinter;
import dev.imagemanager.cli.console.TextTable;
import dev.imagemanager.cli.option.HelpOption;
import dev.imagemanager.cli.option.OutputOption;
import dev.imagemanager.model.settings.ByteSize;
import dev.imagemanager.pipeline.cache.CacheMaintenance;
import dev.imagemanager.pipeline.cache.CacheMaintenance.Stock;
import dev.imagemanager.pipeline.cache.CacheStatistics;
import dev.imagemanager.problem.ExitCode;
import jakarta.inject.Inject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

@Command(name = "stats", description = "Show the contents of the layer cache, by image.")
public final class CacheStatsCommand implements Callable<Integer> {

    @ParentCommand
    CacheCommand cache;

    @Mixin
    HelpOption help;

    @Mixin
    OutputOption output;

    private final CacheMaintenance maintenance;
    private final Console console;
    private final ProblemPrinter problemPrinter;

    @Inject
    CacheStatsCommand(CacheMaintenance maintenance, Console console, ProblemPrinter problemPrinter) {
        this.maintenance = maintenance;
        this.console = console;
        this.problemPrinter = problemPrinter;
    }

    @Override
    public Integer call() throws InterruptedException {
        Stock stock = maintenance.stock(cache.directory(), new ProgressPrinter(console, problemPrinter, false));
        CacheStatistics statistics = CacheStatistics.of(stock);
        if (output.isJson()) {
            console.result(statistics.toJson());
        } else {
            print(statistics);
        }
        return ExitCode.OK.number();
    }

    private void print(CacheStatistics statistics) {
        TextTable table = new TextTable("IMAGE", "MANIFESTS", "LAYERS", "SIZE", "LAST WRITTEN");
        statistics
                .images()
                .forEach((image, usage) -> table.add(
                        image,
                        Integer.toString(usage.manifests()),
                        Integer.toString(usage.layers()),
                        ByteSize.format(usage.bytes()),
                        usage.lastWritten().toString()));
        table.lines().forEach(console::result);
        console.result("");
        console.result(statistics.store() + ": " + Counts.of(statistics.objects(), "object") + ", "
                + ByteSize.format(statistics.bytes()));
    }
}
