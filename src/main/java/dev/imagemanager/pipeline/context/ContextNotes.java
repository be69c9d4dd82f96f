package dev.imagemanager.pipeline.context;

import dev.imagemanager.model.NamedContext;
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
            if (seen.add(folders(each.target()).toString() + Digest.of(each.dockerignore()))) {
                notes.addAll(of(contexts, each.target(), each.dockerignore()));
            }
        }
        return List.copyOf(notes);
    }

    /** Returns the notes about the contexts of a target. A context that cannot be read has none: a build says why. */
    public static List<Problem> of(BuildContexts contexts, Target target, byte[] dockerignore) {
        List<Problem> notes = new ArrayList<>();
        try {
            notes.addAll(contexts.notes(target.definition().contextDirectory(), dockerignore));
            for (NamedContext context : target.tag().contexts().values()) {
                if (context instanceof NamedContext.Folder folder) {
                    notes.addAll(contexts.notes(folder.path(), contexts.ignoreFile(folder.path())));
                }
            }
        } catch (IOException unreadable) {
            return notes;
        }
        return notes;
    }

    /** Returns the folders of a target's contexts, relative to the fleet's directory. */
    public static List<Path> folders(Target target) {
        List<Path> folders = new ArrayList<>(List.of(target.definition().contextDirectory()));
        for (NamedContext context : target.tag().contexts().values()) {
            if (context instanceof NamedContext.Folder folder) {
                folders.add(folder.path());
            }
        }
        return folders;
    }
}
