package dev.imagemanager.pipeline.diff;

import dev.imagemanager.config.Environment;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.SourceDate;
import dev.imagemanager.pipeline.context.BuildContexts;
import dev.imagemanager.pipeline.context.ContextFolder;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.pipeline.generate.TargetFilter;
import dev.imagemanager.pipeline.revision.ContextChanges;
import dev.imagemanager.pipeline.revision.FleetHistory;
import dev.imagemanager.pipeline.revision.PastFleet;
import dev.imagemanager.pipeline.revision.Revision;
import dev.imagemanager.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds the targets that are not what they were at a revision: other generated files, values, bases or files of contexts. The
 * names of files that changed say nothing: a template may be used or not, a file may be left out of every context.
 */
@ApplicationScoped
public final class ChangedTargets {

    private final FleetHistory history;
    private final Environment environment;

    @Inject
    public ChangedTargets(FleetHistory history, Environment environment) {
        this.history = history;
        this.environment = environment;
    }

    /** Keeps those that differ or are new, and all that build on them. Its errors are those of {@link FleetHistory#at}. */
    public TargetFilter since(Revision revision) {
        return (now, notes) -> find(revision, now, notes);
    }

    private Set<TargetName> find(Revision revision, GeneratedFleet now, Consumer<Problem> notes)
            throws InterruptedException {
        PastFleet past = history.at(now.fleet().directory(), revision);
        past.notes().forEach(notes);
        if (past.fleet().isPresent() && !sourceDate(past.fleet().get()).equals(sourceDate(now))) {
            return now.fleet().targets().keySet();
        }
        Set<TargetName> changed = new HashSet<>();
        for (ImageDiff image : FleetDiff.of(past.fleet(), Optional.of(now)).images()) {
            changed.addAll(image.added());
            image.targets().forEach(target -> changed.add(target.target()));
        }
        ContextChanges contexts = new ContextChanges(
                now.fleet().directory(), BuildContexts.of(now.fleet().directory(), environment), past.files());
        for (Target target : now.fleet().targets().values()) {
            if (!changed.contains(target.name()) && hasOtherFiles(target, now, contexts)) {
                changed.add(target.name());
            }
        }
        return now.graph().withDescendants(changed);
    }

    /** Returns the only setting of a fleet that changes all images and is in no target. */
    private static SourceDate sourceDate(GeneratedFleet state) {
        return state.fleet().settings().sourceDate();
    }

    /** Files that cannot be read count as changed: what uses them says so. */
    private static boolean hasOtherFiles(Target target, GeneratedFleet now, ContextChanges contexts) {
        byte[] ignoreFile = now.rendered().get(target.name()).dockerignore();
        try {
            for (ContextFolder folder : ContextFolder.of(target)) {
                if (folder.isOwn()
                        ? contexts.isChanged(folder.path(), ignoreFile)
                        : contexts.isChanged(folder.path())) {
                    return true;
                }
            }
            return false;
        } catch (IOException unreadable) {
            return true;
        }
    }
}
