package dev.imagemanager.pipeline.context;

import dev.imagemanager.model.Target;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.rendering.RenderedTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Notes about the files of build contexts. */
public final class ContextNotes {

    private ContextNotes() {}

    /** Returns the notes about the contexts of all targets, each once. */
    public static List<Problem> of(Path fleetDirectory, Collection<RenderedTarget> targets) {
        BuildContexts contexts = new BuildContexts(fleetDirectory, Optional.empty());
        Set<Problem> notes = new LinkedHashSet<>();
        Set<String> seen = new LinkedHashSet<>();
        for (RenderedTarget each : targets) {
            if (seen.add(ContextFolder.paths(each.target()).toString() + Digest.of(each.dockerignore()))) {
                notes.addAll(of(contexts, each.target(), each.dockerignore()));
            }
        }
        return List.copyOf(notes);
    }

    /** Returns the notes about the contexts of a target. A context that cannot be read has none: a build says why. */
    public static List<Problem> of(BuildContexts contexts, Target target, byte[] dockerignore) {
        List<Problem> notes = new ArrayList<>();
        try {
            for (ContextFolder folder : ContextFolder.of(target)) {
                notes.addAll(contexts.notes(folder.path(), contexts.ignoreFile(folder, dockerignore)));
            }
        } catch (IOException unreadable) {
            return notes;
        }
        return notes;
    }
}
