package dev.imagemanager.cli.completion;

import dev.imagemanager.cli.console.Console;
import dev.imagemanager.cli.option.Program;
import dev.imagemanager.model.Fleet;
import dev.imagemanager.model.Target;
import dev.imagemanager.pipeline.generate.FleetGenerator;
import dev.imagemanager.pipeline.tools.ToolStore;
import dev.imagemanager.problem.ExitCode;
import jakarta.inject.Inject;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Prints names for completion scripts, one per line. */
@Command(name = "complete", hidden = true, description = "Print names for completion scripts.")
public final class CompleteCommand implements Callable<Integer> {

    /** The kinds of names. */
    enum Subject {
        targets,
        tools
    }

    @ParentCommand
    Program program;

    @Parameters(paramLabel = "SUBJECT", description = "${COMPLETION-CANDIDATES}.")
    Subject subject;

    private final FleetGenerator generator;
    private final ToolStore tools;
    private final Console console;

    @Inject
    CompleteCommand(FleetGenerator generator, ToolStore tools, Console console) {
        this.generator = generator;
        this.tools = tools;
        this.console = console;
    }

    @Override
    public Integer call() {
        List<String> names =
                switch (subject) {
                    case targets ->
                        List.copyOf(targetNames(
                                generator.generate(program.directory()).fleet()));
                    case tools -> tools.names();
                };
        names.forEach(console::result);
        return ExitCode.OK.number();
    }

    private static SortedSet<String> targetNames(Fleet fleet) {
        SortedSet<String> names = new TreeSet<>(fleet.images().keySet());
        for (Target target : fleet.targets().values()) {
            names.add(target.name().toString());
            target.aliases().forEach(alias -> names.add(target.name().image() + ":" + alias));
        }
        return names;
    }
}
