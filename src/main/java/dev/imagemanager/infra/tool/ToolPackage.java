package dev.imagemanager.infra.tool;

import dev.imagemanager.reference.Platform;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One download with one or more tools.
 *
 * @param homepage where users can download it manually
 * @param byHand another way to install it, if there is one
 * @param downloads by platform
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
     * @param sha256 of the file, 64 hexadecimal digits; empty if unknown, in which case the file is never downloaded
     */
    public record Download(String path, Optional<String> sha256) {

        boolean isArchive() {
            return path.endsWith(".tar.gz");
        }
    }

    /**
     * @param file in the archive
     * @param neededTo its purpose; completes "is needed to"
     * @param required whether building or testing requires it
     * @param onlyOn the only operating system that it is used on; empty for all
     * @param bundled whether it is part of the package but has its own version
     * @param versionArguments to print its version
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

    /** Returns whether there is a verifiable download for the platform. */
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
