package dev.imagemanager.pipeline.registry;

import dev.imagemanager.pipeline.registry.PruneReport.Outcome;
import dev.imagemanager.pipeline.registry.RegistryInventory.Place;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.reference.Digest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes the removals of one repository, one after the other, each only if its tags are as they were. */
final class RepositoryCleaner {

    private final Place registry;
    private final RepositoryPlan plan;
    private final Problems problems;
    private final Map<Removal, Outcome> outcomes = new HashMap<>();

    /** What was to be removed, but is still there. */
    private final Set<Digest> present = new HashSet<>();

    private boolean isRefused;
    private boolean keepsTags;

    RepositoryCleaner(Place registry, RepositoryPlan plan, Problems problems) {
        this.registry = registry;
        this.plan = plan;
        this.problems = problems;
    }

    /** @param fresh the plan of now, which must say the same */
    Map<Removal, Outcome> clean(RepositoryPlan fresh) throws InterruptedException {
        for (Removal removal : plan.removals()) {
            Outcome outcome = fresh.has(removal) ? attempt(removal) : Outcome.CHANGED;
            outcomes.put(removal, outcome);
            if (outcome != Outcome.REMOVED) {
                present.add(removal.digest());
            }
        }
        noteWhatIsUnsupported();
        return outcomes;
    }

    private Outcome attempt(Removal removal) throws InterruptedException {
        if (isRefused || removal.owners().stream().anyMatch(present::contains)) {
            return Outcome.LEFT;
        }
        try {
            if (hasMoved(removal)) {
                return Outcome.CHANGED;
            }
            return removal.isTagOnly() ? removeTag(removal) : remove(removal);
        } catch (EnvironmentException failure) {
            isRefused = true;
            problems.addAll(failure.problems());
            return Outcome.FAILED;
        }
    }

    private boolean hasMoved(Removal removal) throws InterruptedException {
        for (String tag : removal.tags()) {
            Optional<Digest> now = registry.digestOf(plan.repository().name(), tag);
            if (now.isPresent() && !now.get().equals(removal.digest())) {
                return true;
            }
        }
        return false;
    }

    private Outcome remove(Removal removal) throws InterruptedException {
        if (registry.remove(plan.repository().name(), removal.digest())) {
            return Outcome.REMOVED;
        }
        isRefused = true;
        return Outcome.UNSUPPORTED;
    }

    private Outcome removeTag(Removal removal) throws InterruptedException {
        if (!keepsTags
                && registry.removeTag(plan.repository().name(), removal.tags().first())) {
            return Outcome.REMOVED;
        }
        keepsTags = true;
        return Outcome.UNSUPPORTED;
    }

    private void noteWhatIsUnsupported() {
        String host = plan.repository().registry().host();
        if (outcomes.entrySet().stream()
                .anyMatch(entry -> entry.getValue() == Outcome.UNSUPPORTED
                        && !entry.getKey().isTagOnly())) {
            problems.add(Problem.error("the registry " + host + " does not remove images")
                    .withHint("allow it in its configuration (of the Distribution project: storage.delete.enabled),"
                            + " or use its own rules for clean-up"));
        }
        if (keepsTags) {
            problems.add(Problem.note(
                            "the registry " + host
                                    + " does not remove a tag without its image, so snapshots of images that stay keep their tags")
                    .withHint("they take no space; registries of OCI Distribution 1.1 can remove them"));
        }
    }
}
