package dev.imagemanager.reference;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The values that platforms usually have: operating systems and architectures are those of Go's {@code GOOS} and
 * {@code GOARCH}, as the OCI Image Specification recommends (image index, {@code platform}), variants those of
 * {@code GOARM}, {@code GOARM64}, {@code GOAMD64} and other variables of Go.
 *
 * <p>Builders take other values too ({@code Parse} of {@code containerd/platforms}), so they are doubtful, not wrong.
 */
public final class KnownPlatforms {

    /** The platforms of images on Docker Hub, for suggestions. */
    public static final List<String> USUAL = List.of(
            "linux/386",
            "linux/amd64",
            "linux/arm/v5",
            "linux/arm/v6",
            "linux/arm/v7",
            "linux/arm64",
            "linux/loong64",
            "linux/mips64le",
            "linux/ppc64le",
            "linux/riscv64",
            "linux/s390x",
            "windows/amd64",
            "windows/arm64");

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
            "wasip1",
            "wasi",
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

    /** Patterns of variants. Others are not doubted. */
    private static final Map<String, String> VARIANTS =
            Map.of("amd64", "v[1-4]", "arm", "v[5-8]", "arm64", "v[89](\\.[0-9]+)?");

    private KnownPlatforms() {}

    static boolean isSystem(String os) {
        return SYSTEMS.contains(os);
    }

    static boolean isArchitecture(String architecture) {
        return ARCHITECTURES.contains(architecture);
    }

    /** Returns what is unusual about a platform, as the end of a sentence about it. */
    public static Optional<String> doubt(Platform platform) {
        if (!isSystem(platform.os())) {
            return Optional.of("has an operating system that is not known: " + platform.os());
        }
        if (!isArchitecture(platform.architecture())) {
            return Optional.of("has an architecture that is not known: " + platform.architecture());
        }
        String variants = VARIANTS.getOrDefault(platform.architecture(), ".*");
        return platform.variant()
                .filter(variant -> !variant.matches(variants))
                .map(variant -> "has a variant of " + platform.architecture() + " that is not known: " + variant);
    }
}
