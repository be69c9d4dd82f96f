package dev.imagemanager.pipeline.run;

import dev.imagemanager.model.Fleet;
import dev.imagemanager.pipeline.step.Activity;
import dev.imagemanager.pipeline.step.Outcome;
import dev.imagemanager.pipeline.step.Step;
import dev.imagemanager.problem.ExitCode;
import dev.imagemanager.problem.ImageManagerException;
import dev.imagemanager.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs tasks and converts their results and exceptions to outcomes. */
final class TaskExecutor {

    private final Fleet fleet;
    private final Map<Activity, Step.Execution> executions;

    TaskExecutor(Fleet fleet, Map<Activity, Step.Execution> executions) {
        this.fleet = fleet;
        this.executions = Map.copyOf(executions);
    }

    boolean hasWork(Task task) {
        return executions.get(task.activity()).hasWork(fleet.targets().get(task.target()));
    }

    Outcome execute(Task task) throws InterruptedException {
        try {
            return executions.get(task.activity()).run(fleet.targets().get(task.target()));
        } catch (ImageManagerException expected) {
            return new Outcome.Failed(
                    expected.exitCode(),
                    expected.problems().stream()
                            .map(problem -> about(task, problem))
                            .toList(),
                    List.of(),
                    Optional.empty());
        }
    }

    /** Converts an unexpected exception. */
    static Outcome.Failed internalError(Task task, Throwable failure) {
        Problem problem = Problem.error("internal error in the " + task + ": " + failure)
                .withHint("report it with the output of this command");
        return new Outcome.Failed(ExitCode.BUG, List.of(problem), List.of(), Optional.empty());
    }

    /** Adds the task to a problem, since several targets are processed at once. */
    private static Problem about(Task task, Problem problem) {
        boolean isClear = problem.location().isPresent()
                || problem.message().contains(task.target().toString());
        return isClear
                ? problem
                : new Problem(
                        problem.severity(),
                        "the " + task + " failed: " + problem.message(),
                        problem.location(),
                        problem.hint());
    }
}
