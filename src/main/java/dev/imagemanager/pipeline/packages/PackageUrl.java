package dev.imagemanager.pipeline.packages;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Parts of package URLs: {@code pkg:type/namespace/name@version?qualifiers#subpath} (package-url/purl-spec). */
final class PackageUrl {

    static final String SCHEME = "pkg:";

    /** The source package of Debian and RPM packages, perhaps with its version. */
    private static final String SOURCE = "upstream";

    private PackageUrl() {}

    /** Returns the type; empty if there is none. */
    static String typeOf(String purl) {
        int slash = purl.indexOf('/');
        return purl.startsWith(SCHEME) && slash > 0 ? purl.substring(SCHEME.length(), slash) : "";
    }

    static String withoutVersion(String purl) {
        String path = beforeQualifiers(purl);
        int version = path.indexOf('@', path.lastIndexOf('/') + 1);
        return version < 0 ? path : path.substring(0, version);
    }

    /** Returns the name of the source package. */
    static Optional<String> sourceOf(String purl) {
        int query = purl.indexOf('?');
        if (query < 0) {
            return Optional.empty();
        }
        return Arrays.stream(purl.substring(query + 1).split("[&#]"))
                .filter(qualifier -> qualifier.startsWith(SOURCE + "="))
                .map(qualifier -> decoded(qualifier.substring(SOURCE.length() + 1)))
                .map(source -> source.contains("@") ? source.substring(0, source.indexOf('@')) : source)
                .filter(source -> !source.isEmpty())
                .findFirst();
    }

    private static String beforeQualifiers(String purl) {
        return purl.split("[?#]", 2)[0];
    }

    /** Returns a URL without its encoding, so that {@code 1.0%2B1} is {@code 1.0+1}. One that is malformed stays as it is. */
    static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }
}
