package dev.imagemanager.rendering;

import dev.imagemanager.dockerfile.Dockerfile;
import dev.imagemanager.model.Target;
import dev.imagemanager.output.GeneratedFile;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.problem.Problem;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A target with its generated files.
 *
 * @param dockerfile the Dockerfile, parsed
 * @param files by path, relative to the fleet's directory
 */
public record RenderedTarget(Target target, Dockerfile dockerfile, SortedMap<Path, GeneratedFile> files) {

    public RenderedTarget {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    public byte[] dockerfileText() {
        return files.get(OutputPaths.dockerfile(target.name())).content();
    }

    /** Returns the content of the target's {@code .dockerignore} file. */
    public byte[] dockerignore() {
        return files.get(OutputPaths.dockerignore(target.name())).content();
    }

    /** Adds the template's position to a problem in this target's Dockerfile. */
    public Problem explained(Problem problem) {
        return Renderer.explained(problem, target.tag().dockerfile(), dockerfileText());
    }

    @Override
    public String toString() {
        return target.toString();
    }
}
