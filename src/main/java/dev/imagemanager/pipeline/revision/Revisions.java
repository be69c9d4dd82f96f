package dev.imagemanager.pipeline.revision;

import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.InputException;
import java.nio.file.Path;

/** The history of the repository that a fleet is in. */
public interface Revisions {

    /**
     * Writes the fleet's files that {@linkplain SourceSelection generating can read}, as they are in the repository: nothing
     * is converted, and nothing that the repository configures is run.
     *
     * @param fleetDirectory in the working tree of a repository
     * @return to be closed
     * @throws InputException if the directory is in no repository, or if there is no such revision
     * @throws EnvironmentException if the repository cannot be read, or the files cannot be written
     */
    Checkout checkout(Path fleetDirectory, Revision revision) throws InterruptedException;
}
