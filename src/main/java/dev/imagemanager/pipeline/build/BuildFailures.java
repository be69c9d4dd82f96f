package dev.imagemanager.pipeline.build;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.pipeline.build.ImageBuilder.BuildFailedException;
import dev.imagemanager.pipeline.step.Outcome;
import dev.imagemanager.problem.ExitCode;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.SourceLocation;
import java.util.List;
import java.util.Optional;

/** Describes failed builds, with the position in the Dockerfile. */
final class BuildFailures {

    /** The maximum length of a step in a message, in characters. */
    private static final int LONGEST_STEP = 100;

    private BuildFailures() {}

    static Outcome outcome(TargetName target, BuildFailedException failure) {
        Problem problem = Problem.error("the build of " + target + " failed"
                + failure.step().map(step -> " at " + firstLine(step)).orElse("") + ": " + failure.getMessage());
        if (failure.line() > 0) {
            problem = problem.at(new SourceLocation(OutputPaths.dockerfile(target), failure.line(), 0));
        }
        return new Outcome.Failed(
                ExitCode.FAILED,
                List.of(problem.withHint("the full log is in " + OutputPaths.buildLog(target))),
                failure.lastLines(),
                Optional.empty());
    }

    private static String firstLine(String step) {
        String line = step.lines().findFirst().orElse("");
        return line.length() > LONGEST_STEP ? line.substring(0, LONGEST_STEP) + "…" : line;
    }
}
