package dev.imagemanager.infra.buildkit;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What {@code buildctl build} reads and writes.
 *
 * @param context an existing directory
 * @param archive the archive to write; empty for none
 * @param metadata the file to write the image's digest to
 * @param reference the file to write the identifier of the build to; empty for none
 */
record SolveFiles(Path context, Optional<Path> archive, Path metadata, Optional<Path> reference) {}
