package dev.imagemanager.dockerfile;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A platform in BuildKit's normal form, {@code os[(version)]/architecture[/variant]}.
 *
 * <p>Rules: {@code Parse} and {@code Normalize} of {@code containerd/platforms}.
 */
record PlatformName(String os, String osVersion, String architecture, String variant) {

    private static final Pattern FORM = Pattern.compile("(?<os>[A-Za-z0-9_-]+)(?:\\((?<version>[A-Za-z0-9_.-]*)\\))?"
            + "/(?<architecture>[A-Za-z0-9_.-]+)(?:/(?<variant>[A-Za-z0-9_.-]+))?");

    private static final Set<String> SYSTEMS = Set.of(
            "aix",
            "android",
            "darwin",
            "dragonfly",
            "freebsd",
            "hurd",
            "illumos",
            "ios",
            "js",
            "linux",
            "nacl",
            "netbsd",
            "openbsd",
            "plan9",
            "solaris",
            "windows",
            "zos");

    private static final Set<String> ARCHITECTURES = Set.of(
            "386",
            "amd64",
            "amd64p32",
            "arm",
            "armbe",
            "arm64",
            "arm64be",
            "ppc64",
            "ppc64le",
            "loong64",
            "mips",
            "mipsle",
            "mips64",
            "mips64le",
            "mips64p32",
            "mips64p32le",
            "ppc",
            "riscv",
            "riscv64",
            "s390",
            "s390x",
            "sparc",
            "sparc64",
            "wasm");

    /**
     * Takes a single word, too, be it a system or an architecture.
     *
     * @param builder gives the other half of a single word
     */
    static Optional<PlatformName> parse(String text, PlatformName builder) {
        if (text.indexOf('/') >= 0) {
            return parse(text);
        }
        Optional<PlatformName> system =
                parse(text + "/" + builder.architecture()).filter(platform -> SYSTEMS.contains(platform.os()));
        return system.or(() ->
                parse(builder.os() + "/" + text).filter(platform -> ARCHITECTURES.contains(platform.architecture())));
    }

    static Optional<PlatformName> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String os = lower(matcher.group("os"));
        return Optional.of(normalise(
                os.equals("macos") ? "darwin" : os,
                orEmpty(matcher.group("version")),
                lower(matcher.group("architecture")),
                lower(orEmpty(matcher.group("variant")))));
    }

    private static PlatformName normalise(String os, String osVersion, String architecture, String variant) {
        return switch (architecture) {
            case "i386" -> new PlatformName(os, osVersion, "386", "");
            case "x86_64", "x86-64", "amd64" ->
                new PlatformName(os, osVersion, "amd64", variant.equals("v1") ? "" : variant);
            case "aarch64", "arm64" -> new PlatformName(os, osVersion, "arm64", arm64Variant(variant));
            case "armhf" -> new PlatformName(os, osVersion, "arm", "v7");
            case "armel" -> new PlatformName(os, osVersion, "arm", "v6");
            case "arm" -> new PlatformName(os, osVersion, "arm", armVariant(variant));
            default -> new PlatformName(os, osVersion, architecture, variant);
        };
    }

    private static String arm64Variant(String variant) {
        return switch (variant) {
            case "8", "v8", "v8.0" -> "";
            case "9", "9.0", "v9.0" -> "v9";
            default -> variant;
        };
    }

    private static String armVariant(String variant) {
        return switch (variant) {
            case "" -> "v7";
            case "5", "6", "7", "8" -> "v" + variant;
            default -> variant;
        };
    }

    PlatformName withoutOsVersion() {
        return new PlatformName(os, "", architecture, variant);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static String orEmpty(String group) {
        return group == null ? "" : group;
    }

    @Override
    public String toString() {
        return os
                + (osVersion.isEmpty() ? "" : "(" + osVersion + ")")
                + "/"
                + architecture
                + (variant.isEmpty() ? "" : "/" + variant);
    }
}
