package dev.imagemanager.pipeline.context;

/**
 * What a builder knows a file of a context by: files that look alike are the same file to it.
 *
 * @param path in the context
 * @param size in bytes
 * @param modified in nanoseconds
 */
public record FileLook(String path, long size, long modified) {

    static FileLook of(ContextFile file) {
        return new FileLook(file.path(), file.state().size(), file.state().modified());
    }
}
