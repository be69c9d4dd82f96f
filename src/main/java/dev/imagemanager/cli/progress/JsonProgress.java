package dev.imagemanager.cli.progress;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.cli.console.Console;
import dev.imagemanager.cli.console.PlainText;
import dev.imagemanager.cli.console.ProblemPrinter;
import dev.imagemanager.cli.console.ProblemsDocument;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.run.RunReport;
import dev.imagemanager.problem.Problem;
import java.util.Locale;

/** Prints events for programs, one JSON document a line (docs/reference/events.schema.json). */
final class JsonProgress implements Progress {

    private final Console console;
    private final ProblemPrinter problemPrinter;

    /** @param console which writes events */
    JsonProgress(Console console, ProblemPrinter problemPrinter) {
        this.console = console;
        this.problemPrinter = problemPrinter;
    }

    @Override
    public void on(PipelineEvent event) {
        if (event instanceof PipelineEvent.Begun begun) {
            console.event("run-started", node -> describe(begun, node));
        } else if (event instanceof PipelineEvent.Started started) {
            console.event("task-started", node -> describe(started.task(), node).put("activity", started.activity()));
        } else if (event instanceof PipelineEvent.Output output) {
            console.event("output", node -> node.put("target", output.target().toString())
                    .put("line", PlainText.of(output.line()))
                    .put("internal", output.isInternal()));
        } else if (event instanceof PipelineEvent.Advanced advanced) {
            console.event("advanced", node -> describe(advanced, node));
        } else if (event instanceof PipelineEvent.Transferred transferred) {
            console.event("transferred", node -> describe(transferred, node));
        } else if (event instanceof PipelineEvent.Warned warned) {
            console.event("problem", node -> describe(warned.warning(), node)
                    .put("target", warned.target().toString()));
        } else if (event instanceof PipelineEvent.Failed failed) {
            console.event("problem", node -> {
                describe(failed.problem(), node).put("target", failed.target().toString());
                ArrayNode details = node.putArray("details");
                failed.details().stream().map(PlainText::of).forEach(details::add);
            });
        } else if (event instanceof PipelineEvent.Ended ended) {
            console.event("task-ended", node -> describe(ended, node));
        } else if (event instanceof PipelineEvent.ServiceStarted started) {
            console.event("service-started", node -> node.put("service", started.service())
                    .put("mode", started.mode())
                    .put("address", started.address()));
        } else if (event instanceof PipelineEvent.Noted noted) {
            problemPrinter.print(noted.problem());
        }
    }

    private static void describe(PipelineEvent.Begun begun, ObjectNode node) {
        node.put("jobs", begun.jobs());
        ArrayNode tasks = node.putArray("tasks");
        begun.tasks().forEach(planned -> {
            ObjectNode task = describe(planned.task(), tasks.addObject());
            planned.expected().ifPresent(time -> task.put("expectedMilliseconds", time.toMillis()));
        });
    }

    private static ObjectNode describe(PipelineEvent.Task task, ObjectNode node) {
        return node.put("target", task.target().toString()).put("step", task.step());
    }

    private static void describe(PipelineEvent.Advanced advanced, ObjectNode node) {
        node.put("target", advanced.target().toString()).put("name", PlainText.of(advanced.name()));
        advanced.position().ifPresent(position -> node.put("group", PlainText.of(position.group()))
                .put("number", position.number())
                .put("count", position.count()));
    }

    private static void describe(PipelineEvent.Transferred transferred, ObjectNode node) {
        node.put("target", transferred.target().toString())
                .put("name", PlainText.of(transferred.name()))
                .put("bytes", transferred.bytes());
        if (transferred.total() > 0) {
            node.put("totalBytes", transferred.total());
        }
    }

    private static ObjectNode describe(Problem problem, ObjectNode node) {
        ProblemsDocument.add(node, problem);
        return node;
    }

    private static void describe(PipelineEvent.Ended ended, ObjectNode node) {
        describe(ended.task(), node)
                .put("result", ended.end().name().toLowerCase(Locale.ROOT))
                .put("milliseconds", ended.time().toMillis());
        if (!ended.summary().isEmpty()) {
            node.put("summary", ended.summary());
        }
    }

    @Override
    public void finished(RunReport report) {
        console.event("run-ended", node -> {
            node.put("exitCode", report.exitCode().number());
            node.put("milliseconds", report.time().toMillis());
            ObjectNode states = node.putObject("states");
            report.counts().forEach((state, count) -> states.put(state.toString(), count));
        });
    }
}
