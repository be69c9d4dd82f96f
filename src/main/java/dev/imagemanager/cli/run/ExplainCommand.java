package dev.imagemanager.cli.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.cli.console.Console;
import dev.imagemanager.cli.option.HelpOption;
import dev.imagemanager.cli.option.OutputOption;
import dev.imagemanager.cli.option.Program;
import dev.imagemanager.pipeline.JsonDocument;
import dev.imagemanager.pipeline.TargetSelector;
import dev.imagemanager.pipeline.run.PlanReport;
import dev.imagemanager.pipeline.step.Explanation;
import dev.imagemanager.problem.ExitCode;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "explain",
        description =
                "Show why 'run' would build and test a target or not: what changed since its last build and test, and"
                        + " what that follows from. Changes nothing and starts nothing.")
public final class ExplainCommand implements Callable<Integer> {

    @ParentCommand
    Program program;

    @Mixin
    HelpOption help;

    @Parameters(
            paramLabel = "TARGET",
            arity = "1..*",
            description = "name, name:tag, name:alias or a glob for name:tag.")
    List<String> targets;

    @Option(names = "--all", description = "Show the inputs that did not change too.")
    boolean all;

    @Mixin
    BuildOptions buildOptions;

    @Mixin
    TestOptions testOptions;

    @Mixin
    OutputOption output;

    private final PlanExecutor executor;
    private final Console console;

    @Inject
    ExplainCommand(PlanExecutor executor, Console console) {
        this.executor = executor;
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<Explanation> explanations = executor.explain(
                program.directory(), new TargetSelector(targets, false, false), buildOptions, testOptions);
        if (output.isJson()) {
            console.result(json(explanations));
        } else {
            ExplanationText.lines(explanations, all).forEach(console::result);
        }
        return ExitCode.OK.number();
    }

    private static ObjectNode json(List<Explanation> explanations) {
        ObjectNode document = JsonDocument.create();
        ArrayNode list = document.putArray("explanations");
        for (Explanation explanation : explanations) {
            ObjectNode node = list.addObject();
            PlanReport.describe(explanation.work(), node);
            ArrayNode inputs = node.putArray("inputs");
            explanation.inputs().forEach(input -> describe(input, inputs.addObject()));
            ArrayNode causes = node.putArray("causes");
            explanation.causes().forEach(cause -> PlanReport.describe(cause, causes.addObject()));
        }
        return document;
    }

    private static void describe(Explanation.Input input, ObjectNode node) {
        node.put("name", input.name());
        node.put("changed", input.isChanged());
        input.before().ifPresent(value -> node.put("before", value));
        input.now().ifPresent(value -> node.put("now", value));
        if (!input.details().isEmpty()) {
            ArrayNode details = node.putArray("difference");
            input.details().forEach(details::add);
        }
    }
}
