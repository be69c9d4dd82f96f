package dev.imagemanager.cli.definition;

import dev.imagemanager.cli.console.Console;
import dev.imagemanager.cli.console.TextTable;
import dev.imagemanager.cli.option.HelpOption;
import dev.imagemanager.cli.option.OutputOption;
import dev.imagemanager.cli.option.Program;
import dev.imagemanager.cli.option.TargetOptions;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.generate.FleetDocument;
import dev.imagemanager.pipeline.generate.FleetGenerator;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.problem.ExitCode;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

@Command(name = "list", description = "Show the targets in build order, with their aliases and bases.")
public final class ListCommand implements Callable<Integer> {

    @ParentCommand
    Program program;

    @Mixin
    HelpOption help;

    @Mixin
    TargetOptions targets;

    @Mixin
    OutputOption output;

    private final FleetGenerator generator;
    private final Console console;

    @Inject
    ListCommand(FleetGenerator generator, Console console) {
        this.generator = generator;
        this.console = console;
    }

    @Override
    public Integer call() {
        GeneratedFleet generated = generator.generate(program.directory());
        List<TargetName> chosen = targets.selector().select(generated.fleet(), generated.graph());
        if (output.isJson()) {
            console.result(FleetDocument.of(generated.fleet(), generated.graph(), chosen));
        } else {
            TextTable table = new TextTable("TARGET", "ALIASES", "BUILDS ON", "SOURCE");
            for (TargetName name : chosen) {
                Target target = generated.fleet().targets().get(name);
                var dependencies = generated.graph().dependenciesOf(name);
                table.add(
                        name.toString(),
                        joined(target.aliases()),
                        Stream.of(dependencies.parents().keySet(), dependencies.externalBases())
                                .flatMap(Collection::stream)
                                .map(Object::toString)
                                .collect(Collectors.joining(", ")),
                        target.definition().file().toString());
            }
            console.resultText(String.join("\n", table.lines()) + "\n");
        }
        return ExitCode.OK.number();
    }

    private static String joined(List<String> texts) {
        return texts.isEmpty() ? "-" : String.join(", ", texts);
    }
}
