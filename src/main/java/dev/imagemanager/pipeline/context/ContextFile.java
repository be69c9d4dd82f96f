package dev.imagemanager.pipeline.context;

import dev.imagemanager.file.FileState;
import java.nio.file.Path;

/**
 * A file or folder of a build context.
 *
 * @param path relative to the context, with slashes
 * @param absolute where it is
 */
public record ContextFile(String path, Path absolute, FileState state) {}
