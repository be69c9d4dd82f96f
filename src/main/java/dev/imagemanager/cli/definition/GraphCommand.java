package dev.imagemanager.cli.definition;

import dev.imagemanager.cli.console.Console;
import dev.imagemanager.cli.option.HelpOption;
import dev.imagemanager.cli.option.Program;
import dev.imagemanager.cli.option.TargetOptions;
import dev.imagemanager.pipeline.generate.FleetGenerator;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.pipeline.report.GraphDrawing;
import dev.imagemanager.problem.ExitCode;
import jakarta.inject.Inject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(name = "graph", description = "Show the dependencies between targets.")
public final class GraphCommand implements Callable<Integer> {

    @ParentCommand
    Program program;

    @Mixin
    HelpOption help;

    @Mixin
    TargetOptions targets;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, dot (Graphviz), mermaid or json. Default: text.")
    GraphFormat format;

    private final FleetGenerator generator;
    private final Console console;

    @Inject
    GraphCommand(FleetGenerator generator, Console console) {
        this.generator = generator;
        this.console = console;
    }

    @Override
    public Integer call() {
        GeneratedFleet generated = generator.generate(program.directory());
        GraphDrawing drawing =
                new GraphDrawing(generated.graph(), targets.selector().select(generated.fleet(), generated.graph()));
        console.resultText(
                switch (format) {
                    case text -> drawing.text();
                    case dot -> drawing.dot();
                    case mermaid -> drawing.mermaid();
                    case json -> drawing.json();
                });
        return ExitCode.OK.number();
    }
}
