package dev.imagemanager.pipeline.run;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.output.OutputDirectory;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.pipeline.SealedDocuments;
import dev.imagemanager.pipeline.generate.TargetFilter;
import dev.imagemanager.pipeline.step.Activity;
import dev.imagemanager.pipeline.step.Step;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.SourceLocation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Selects the targets that had no success in the last run that they were part of. */
@ApplicationScoped
public final class FailedTargets {

    private final SealedDocuments documents;

    @Inject
    public FailedTargets(SealedDocuments documents) {
        this.documents = documents;
    }

    /** @param steps of which one failed, or was not done since another failed */
    public TargetFilter of(List<Step> steps) {
        List<Activity> activities = steps.stream().map(Step::activity).toList();
        return (fleet, notes) -> {
            RunHistory history =
                    RunHistory.read(new OutputDirectory(fleet.fleet().directory()), documents);
            if (!history.isKnown()) {
                throw new InputException(unknown());
            }
            Set<String> failed = history.failed(activities);
            Set<TargetName> kept = fleet.fleet().targets().keySet().stream()
                    .filter(target -> failed.contains(target.toString()))
                    .collect(Collectors.toSet());
            if (kept.isEmpty()) {
                notes.accept(Problem.note("nothing is left to repeat: no target failed when it was processed last"));
            }
            return kept;
        };
    }

    private Problem unknown() {
        return documents
                .obstacle()
                .map(obstacle -> Problem.error("it is not known what failed: " + obstacle.message())
                        .withHint(obstacle.hint().orElse("")))
                .orElseGet(() -> Problem.error(
                                SourceLocation.wholeFile(OutputPaths.RUNS),
                                "it is not known what failed: there is no record of a run that this user wrote here")
                        .withHint("leave out --failed"));
    }
}
