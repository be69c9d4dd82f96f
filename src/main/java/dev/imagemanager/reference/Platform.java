package dev.imagemanager.reference;

import java.util.Locale;
import java.util.Optional;

/** What an image runs on (OCI Image Specification, image index, {@code platform}). */
public record Platform(String os, String architecture, Optional<String> variant) implements Comparable<Platform> {

    /** Dependencies are read from Dockerfiles as for this platform when a target names none. */
    public static final Platform LINUX_AMD64 = new Platform("linux", "amd64", Optional.empty());

    /** @param text {@code os/architecture[/variant]} */
    public static Platform parse(String text) {
        String[] parts = text.split("/", 3);
        if (parts.length < 2) {
            throw new IllegalArgumentException("no platform: " + text);
        }
        return new Platform(parts[0], parts[1], parts.length == 3 ? Optional.of(parts[2]) : Optional.empty());
    }

    /** The platform of this machine when it runs Linux containers, in OCI's names for architectures. */
    public static Platform ofThisMachine() {
        String architecture = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return new Platform(
                "linux",
                switch (architecture) {
                    case "x86_64", "amd64" -> "amd64";
                    case "aarch64", "arm64" -> "arm64";
                    default -> architecture;
                },
                Optional.empty());
    }

    @Override
    public int compareTo(Platform other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return os + "/" + architecture + variant.map(v -> "/" + v).orElse("");
    }

    /** As part of a file name: {@code linux-amd64}. */
    public String fileName() {
        return toString().replace('/', '-');
    }
}
