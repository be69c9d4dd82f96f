package dev.imagemanager.reference;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The platform of an image (OCI Image Specification, image index, {@code platform}), in normalized form:
 * {@code linux/x86_64} is {@code linux/amd64}, {@code linux/arm64/v8} is {@code linux/arm64}, {@code linux/arm} is
 * {@code linux/arm/v7}.
 *
 * <p>Rules: {@code Parse} and {@code Normalize} of {@code containerd/platforms}.
 *
 * @param osVersion the Windows version
 */
public record Platform(String os, Optional<String> osVersion, String architecture, Optional<String> variant)
        implements Comparable<Platform> {

    /** The default platform for reading dependencies from Dockerfiles. */
    public static final Platform LINUX_AMD64 = of("linux", "amd64");

    /** {@code os/architecture[/variant]}, as in definitions and options. */
    public static final String SPECIFIER = "[A-Za-z0-9_-]+/[A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)?";

    private static final Pattern FORM = Pattern.compile("(?<os>[A-Za-z0-9_-]+)(?:\\((?<version>[A-Za-z0-9_.-]*)\\))?"
            + "/(?<architecture>[A-Za-z0-9_.-]+)(?:/(?<variant>[A-Za-z0-9_.-]+))?");

    public Platform {
        os = lower(os).equals("macos") ? "darwin" : lower(os);
        osVersion = osVersion.filter(version -> !version.isEmpty());
        String written = lower(architecture);
        String writtenVariant = lower(variant.orElse(""));
        architecture = switch (written) {
            case "i386" -> "386";
            case "x86_64", "x86-64" -> "amd64";
            case "aarch64" -> "arm64";
            case "armhf", "armel" -> "arm";
            default -> written;
        };
        String normal =
                switch (written) {
                    case "i386" -> "";
                    case "armhf" -> "v7";
                    case "armel" -> "v6";
                    default -> variantOf(architecture, writtenVariant);
                };
        variant = normal.isEmpty() ? Optional.empty() : Optional.of(normal);
    }

    private static String variantOf(String architecture, String variant) {
        return switch (architecture) {
            case "amd64" -> variant.equals("v1") ? "" : variant;
            case "arm64" ->
                switch (variant) {
                    case "8", "v8", "v8.0" -> "";
                    case "9", "9.0", "v9.0" -> "v9";
                    default -> variant;
                };
            case "arm" ->
                switch (variant) {
                    case "" -> "v7";
                    case "5", "6", "7", "8" -> "v" + variant;
                    default -> variant;
                };
            default -> variant;
        };
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    public static Platform of(String os, String architecture) {
        return of(os, architecture, Optional.empty());
    }

    public static Platform of(String os, String architecture, Optional<String> variant) {
        return new Platform(os, Optional.empty(), architecture, variant);
    }

    /** @throws IllegalArgumentException if the text is not a valid platform; see {@link #find(String)} */
    public static Platform parse(String text) {
        return find(text).orElseThrow(() -> new IllegalArgumentException("'" + text + "' is not a valid platform"));
    }

    /**
     * @param text {@code os[(version)]/architecture[/variant]}
     * @return empty if it is not a valid platform
     */
    public static Optional<Platform> find(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new Platform(
                        matcher.group("os"),
                        Optional.ofNullable(matcher.group("version")),
                        matcher.group("architecture"),
                        Optional.ofNullable(matcher.group("variant"))))
                : Optional.empty();
    }

    /**
     * Parses the value of {@code FROM --platform}, which may also be only an operating system or an architecture.
     *
     * @param builder provides the missing part
     */
    public static Optional<Platform> find(String text, Platform builder) {
        if (text.indexOf('/') >= 0) {
            return find(text);
        }
        Optional<Platform> system =
                find(text + "/" + builder.architecture()).filter(platform -> KnownPlatforms.isSystem(platform.os()));
        return system.or(() -> find(builder.os() + "/" + text)
                .filter(platform -> KnownPlatforms.isArchitecture(platform.architecture())));
    }

    /** Returns the platform of Linux containers on this machine. */
    public static Platform ofThisMachine() {
        return of("linux", System.getProperty("os.arch"));
    }

    public Platform withoutOsVersion() {
        return new Platform(os, Optional.empty(), architecture, variant);
    }

    /** Returns the platform as part of a file name: {@code linux-amd64}. */
    public String fileName() {
        return toString().replace('/', '-');
    }

    @Override
    public int compareTo(Platform other) {
        return toString().compareTo(other.toString());
    }

    /** Returns whether a platform has the same system and processor; ignores a variant of it. */
    public boolean isSameMachine(Platform other) {
        return os.equals(other.os) && architecture.equals(other.architecture);
    }

    @Override
    public String toString() {
        return os
                + osVersion.map(version -> "(" + version + ")").orElse("")
                + "/"
                + architecture
                + variant.map(name -> "/" + name).orElse("");
    }
}
