package dev.imagemanager.pipeline.build;

import dev.imagemanager.config.Entitlement;
import dev.imagemanager.dockerfile.Instruction;
import dev.imagemanager.dockerfile.LineRange;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.TimeLimit;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.pipeline.build.ImageBuilder.BuildFailedException;
import dev.imagemanager.pipeline.step.Outcome;
import dev.imagemanager.pipeline.step.TimeLimitException;
import dev.imagemanager.problem.ExitCode;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.SourceLocation;
import dev.imagemanager.rendering.DockerfileOrigin;
import dev.imagemanager.rendering.RenderedTarget;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Describes failed builds, with the position in the Dockerfile. */
final class BuildFailures {

    /** The maximum length of a step in a message, in characters. */
    private static final int LONGEST_STEP = 100;

    private BuildFailures() {}

    static Outcome outcome(TargetName target, BuildFailedException failure, DockerfileOrigin origin) {
        Problem problem = Problem.error("the build of " + target + " failed"
                + failure.step().map(step -> " at " + firstLine(step)).orElse("") + ": " + failure.getMessage());
        if (failure.line() > 0) {
            problem = problem.at(new SourceLocation(OutputPaths.dockerfile(target), failure.line(), 0));
        }
        return new Outcome.Failed(
                ExitCode.FAILED,
                List.of(origin.explain(problem.withHint("the full log is in " + OutputPaths.buildLog(target)))),
                failure.lastLines(),
                Optional.empty());
    }

    /** Describes a build that took too long. */
    static Outcome outcome(Target target, TimeLimit limit, TimeLimitException tooSlow) {
        String work = "build of " + target
                + tooSlow.place().map(step -> " at " + firstLine(step)).orElse("");
        return new Outcome.Failed(
                ExitCode.FAILED,
                List.of(limit.exceeded(work, target.definition().file())),
                tooSlow.lastLines(),
                Optional.empty());
    }

    /** Describes a step that asks for an entitlement that its definition does not name. */
    static Outcome outcome(
            Target target, RenderedTarget files, boolean isTrusted, Entitlement entitlement, DockerfileOrigin origin) {
        Problem problem = Problem.error("the build of " + target + " failed: RUN " + entitlement.flag() + " asks for "
                + entitlement + ", which its definition does not name");
        problem = problem.at(lineOf(entitlement, files)
                .map(line -> new SourceLocation(OutputPaths.dockerfile(target.name()), line, 0))
                .orElseGet(() -> SourceLocation.wholeFile(OutputPaths.dockerfile(target.name()))));
        return new Outcome.Failed(
                ExitCode.FAILED,
                List.of(origin.explain(problem.withHint(
                        isTrusted
                                ? "write 'build: { entitlements: [" + entitlement + "] }' in "
                                        + target.definition().file() + "; "
                                        + entitlement.remedy()
                                : "a fleet that is not trusted gets no entitlements: remove the flag"))),
                List.of(),
                Optional.empty());
    }

    /** Returns the first instruction with the flag that asks for it. */
    private static Optional<Integer> lineOf(Entitlement entitlement, RenderedTarget files) {
        List<String> lines = List.of(new String(files.dockerfileText(), StandardCharsets.UTF_8).split("\n", -1));
        return files.dockerfile()
                .instructions()
                .map(Instruction::lines)
                .filter(range -> lines.subList(range.first() - 1, Math.min(range.last(), lines.size())).stream()
                        .anyMatch(line -> line.contains(entitlement.flag())))
                .map(LineRange::first)
                .findFirst();
    }

    private static String firstLine(String step) {
        String line = step.lines().findFirst().orElse("");
        return line.length() > LONGEST_STEP ? line.substring(0, LONGEST_STEP) + "…" : line;
    }
}
