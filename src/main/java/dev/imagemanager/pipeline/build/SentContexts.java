package dev.imagemanager.pipeline.build;

import dev.imagemanager.file.DirectoryTree;
import dev.imagemanager.model.Target;
import dev.imagemanager.output.OutputDirectory;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.pipeline.context.BuildContexts;
import dev.imagemanager.pipeline.context.FileLook;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The folders that builders are sent as the targets' own contexts: the folders themselves, or copies of those in which a
 * builder could take a file for another one. Each is copied once in a run. Safe for use by several threads.
 */
final class SentContexts {

    private final Path fleetDirectory;
    private final OutputDirectory output;
    private final BuildContexts contexts;
    private final GeneratedFleet generated;
    private final Map<String, Path> folders = new ConcurrentHashMap<>();
    private Optional<Set<FileLook>> shared = Optional.empty();

    SentContexts(GeneratedFleet generated, OutputDirectory output, BuildContexts contexts) {
        this.generated = generated;
        this.fleetDirectory = generated.fleet().directory();
        this.output = output;
        this.contexts = contexts;
    }

    /**
     * @param content see {@link BuildContext.Folder}
     * @throws EnvironmentException if a copy is needed and cannot be written
     */
    BuildContext.Folder of(Target target, byte[] ignoreFile, String content) {
        Path folder = target.definition().contextDirectory();
        try {
            return new BuildContext.Folder(
                    folders.computeIfAbsent(content, key -> sent(folder, ignoreFile, key)), content);
        } catch (UncheckedIOException failure) {
            throw new EnvironmentException(
                    Problem.error("cannot copy the build context of " + target + " to " + OutputPaths.SENT_CONTEXTS
                                    + ": " + FailureReason.of(failure.getCause()))
                            .withHint("check the free space and the permissions of " + fleetDirectory),
                    failure);
        }
    }

    private Path sent(Path folder, byte[] ignoreFile, String content) {
        try {
            Path copy = output.directory(OutputPaths.SENT_CONTEXTS.resolve(content));
            return contexts.copyIfAmbiguous(folder, ignoreFile, shared(), copy) ? copy : fleetDirectory.resolve(folder);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The daemon may have got the contexts of all targets, also from earlier runs. */
    private synchronized Set<FileLook> shared() {
        if (shared.isEmpty()) {
            List<Map.Entry<Path, byte[]>> all = generated.fleet().targets().values().stream()
                    .map(target -> Map.entry(
                            target.definition().contextDirectory(),
                            generated.rendered().get(target.name()).dockerignore()))
                    .toList();
            shared = Optional.of(contexts.shared(all));
        }
        return shared.get();
    }

    /** Removes the copies, also those that a killed run left. */
    void clear() {
        Path copies = output.directory(OutputPaths.SENT_CONTEXTS);
        try {
            DirectoryTree.removeAlsoClosed(copies);
        } catch (IOException failure) {
            throw new EnvironmentException(
                    Problem.error("cannot remove " + OutputPaths.SENT_CONTEXTS + ": " + FailureReason.of(failure))
                            .withHint("remove it"),
                    failure);
        }
    }
}
