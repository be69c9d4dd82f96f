package dev.imagemanager.rendering;

import dev.imagemanager.model.TargetName;
import java.nio.file.Path;

/** Where the files of a target lie, relative to the fleet's directory. */
public final class FilePaths {

    public static final Path OUTPUT_DIRECTORY = Path.of("dist");

    private FilePaths() {}

    public static Path directory(TargetName target) {
        return OUTPUT_DIRECTORY.resolve(target.image()).resolve(target.tag());
    }

    public static Path dockerfile(TargetName target) {
        return directory(target).resolve("Dockerfile");
    }

    /** BuildKit prefers {@code <Dockerfile name>.dockerignore} beside the Dockerfile to one in the build context. */
    public static Path dockerignore(TargetName target) {
        return directory(target).resolve("Dockerfile.dockerignore");
    }

    public static Path test(TargetName target) {
        return directory(target).resolve("test.yml");
    }
}
