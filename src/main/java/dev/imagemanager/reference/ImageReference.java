package dev.imagemanager.reference;

import java.util.Locale;
import java.util.Optional;

/**
 * An image reference as {@code FROM} takes it: {@code [registry/]name[:tag][@digest]}, split as the
 * <a href="https://github.com/distribution/reference">distribution reference grammar</a> has it.
 *
 * @param registry host and optional port; the first component counts as one if it holds a dot, a colon or a
 *     capital letter or is {@code localhost}
 */
public record ImageReference(Optional<String> registry, String name, Optional<String> tag, Optional<String> digest) {

    /** The tag that a reference without tag and digest means. */
    public static final String DEFAULT_TAG = "latest";

    public static ImageReference parse(String text) {
        String rest = text;
        Optional<String> digest = Optional.empty();
        int at = rest.indexOf('@');
        if (at >= 0) {
            digest = Optional.of(rest.substring(at + 1));
            rest = rest.substring(0, at);
        }
        Optional<String> tag = Optional.empty();
        int colon = rest.lastIndexOf(':');
        if (colon > rest.lastIndexOf('/')) {
            tag = Optional.of(rest.substring(colon + 1));
            rest = rest.substring(0, colon);
        }
        int slash = rest.indexOf('/');
        String first = slash < 0 ? "" : rest.substring(0, slash);
        boolean qualified = first.indexOf('.') >= 0
                || first.indexOf(':') >= 0
                || first.equals("localhost")
                || !first.equals(first.toLowerCase(Locale.ROOT));
        return qualified
                ? new ImageReference(Optional.of(first), rest.substring(slash + 1), tag, digest)
                : new ImageReference(Optional.empty(), rest, tag, digest);
    }

    @Override
    public String toString() {
        return registry.map(host -> host + "/").orElse("")
                + name
                + tag.map(t -> ":" + t).orElse("")
                + digest.map(d -> "@" + d).orElse("");
    }
}
