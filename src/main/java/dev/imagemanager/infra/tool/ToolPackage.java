package dev.imagemanager.infra.tool;

import dev.imagemanager.reference.Platform;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is downloaded in one piece.
 *
 * @param homepage where people get it by hand
 * @param byHand another way to get it, where there is a good one
 * @param downloads by the platform that they run on
 */
public record ToolPackage(
        String name,
        String version,
        String homepage,
        Optional<String> byHand,
        Map<Platform, Download> downloads,
        List<Executable> executables) {

    public ToolPackage {
        downloads = Map.copyOf(downloads);
        executables = List.copyOf(executables);
    }

    /**
     * @param path below the catalogue's base address, or a mirror's
     * @param sha256 of the file, 64 hexadecimal digits; empty when none is known, and then it is never downloaded
     */
    public record Download(String path, Optional<String> sha256) {

        boolean isArchive() {
            return path.endsWith(".tar.gz");
        }
    }

    /**
     * @param file in the archive
     * @param neededTo what it is for, to follow "is needed to"
     * @param required whether building and testing are impossible without it
     * @param onlyOn the operating system that it has a use on; empty for all
     * @param bundled whether it comes with the package but has a version of its own
     * @param versionArguments that make it print its version
     */
    public record Executable(
            String name,
            String file,
            String neededTo,
            boolean required,
            Optional<String> onlyOn,
            boolean bundled,
            List<String> versionArguments) {

        public Executable {
            versionArguments = List.copyOf(versionArguments);
        }

        public boolean isUsedOn(Platform platform) {
            return onlyOn.isEmpty() || onlyOn.get().equals(platform.os());
        }
    }

    public List<Executable> executablesOn(Platform platform) {
        return executables.stream()
                .filter(executable -> executable.isUsedOn(platform))
                .toList();
    }

    /** Whether there is a download for the platform that can be verified. */
    public boolean canBeInstalledOn(Platform platform) {
        return Optional.ofNullable(downloads.get(platform))
                .flatMap(Download::sha256)
                .isPresent();
    }

    String directoryName() {
        return name + "-" + version;
    }

    Path fileIn(Path directory, Executable executable) {
        return directory.resolve(executable.file());
    }
}
