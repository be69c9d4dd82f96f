package dev.imagemanager.pipeline.build;

import dev.imagemanager.file.DirectoryTree;
import dev.imagemanager.model.Target;
import dev.imagemanager.output.OutputDirectory;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.pipeline.context.BuildContexts;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The folders that builders are sent as the targets' own contexts: the folders themselves, or copies of those in which a
 * builder could take a file for another one. Each is copied once in a run. Safe for use by several threads.
 */
final class SentContexts {

    private final Path fleetDirectory;
    private final OutputDirectory output;
    private final BuildContexts contexts;
    private final Map<String, Path> folders = new ConcurrentHashMap<>();

    /** @param fleetDirectory absolute */
    SentContexts(Path fleetDirectory, OutputDirectory output, BuildContexts contexts) {
        this.fleetDirectory = fleetDirectory;
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
            return contexts.copyIfTimesWereSet(folder, ignoreFile, copy) ? copy : fleetDirectory.resolve(folder);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
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
