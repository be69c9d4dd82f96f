package dev.imagemanager.reference;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An image reference as in {@code FROM}: {@code [registry/]name[:tag][@digest]}. Split and checked like
 * {@code ParseNormalizedNamed} of <a href="https://github.com/distribution/reference">distribution/reference</a>, but
 * no defaults are added: it prints as it was written.
 *
 * @param registry host and optional port; the first component is a registry if it contains a dot, a colon or a capital
 *     letter, or is {@code localhost}
 */
public record ImageReference(Optional<String> registry, String name, Optional<String> tag, Optional<Digest> digest)
        implements Comparable<ImageReference> {

    /** The tag of a reference without tag and digest. */
    public static final String DEFAULT_TAG = "latest";

    /** The longest tag, in characters; see {@link Grammar#TAG}. */
    public static final int LONGEST_TAG = 128;

    private static final String HUB = "docker.io";
    private static final String LEGACY_HUB = "index.docker.io";
    private static final String OFFICIAL = "library/";

    private static final int LONGEST_DIGEST = "sha512:".length() + 128;
    private static final int LONGEST = Grammar.LONGEST_NAME + 1 + LONGEST_TAG + 1 + LONGEST_DIGEST;

    private static final String LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?";
    private static final String HOST = "(?:" + LABEL + "(?:\\." + LABEL + ")*|\\[[a-fA-F0-9:]+])(?::[0-9]+)?";
    private static final String PATH = "(?<path>" + Grammar.NAME + ")";
    private static final String TAG = "(?::(?<tag>" + Grammar.TAG + "))?";
    private static final String DIGEST = "(?:@(?<digest>[a-z0-9]+:[a-f0-9]+))?";

    private static final Pattern WITHOUT_HOST = Pattern.compile(PATH + TAG + DIGEST);

    /** A first component that is not a valid host may still be part of the path. */
    private static final Pattern WITH_HOST = Pattern.compile("(?:(?<host>" + HOST + ")/)?" + PATH + TAG + DIGEST);

    private static final Pattern IDENTIFIER = Pattern.compile("[a-f0-9]{64}");

    public ImageReference {
        Objects.requireNonNull(registry, "registry");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(tag, "tag");
        Objects.requireNonNull(digest, "digest");
    }

    /** @throws MalformedReferenceException if the text is not a valid reference */
    public static ImageReference parse(String text) {
        if (text.length() > LONGEST) {
            throw new MalformedReferenceException("it is too long");
        }
        if (IDENTIFIER.matcher(text).matches()) {
            throw new MalformedReferenceException("64 hexadecimal digits are an image ID, not a name");
        }
        int slash = text.indexOf('/');
        int nameStart = slash >= 0 && isHost(text.substring(0, slash)) ? slash + 1 : 0;
        int tag = text.indexOf(':', nameStart);
        String path = text.substring(nameStart, tag < 0 ? text.length() : tag);
        if (path.chars().anyMatch(Character::isUpperCase)) {
            throw new MalformedReferenceException("image names must be lower case");
        }
        Matcher matcher = (nameStart > 0 ? WITH_HOST : WITHOUT_HOST).matcher(text);
        if (!matcher.matches()) {
            throw new MalformedReferenceException("it is malformed");
        }
        if (matcher.end("path") - matcher.start("path") > Grammar.LONGEST_NAME) {
            throw new MalformedReferenceException("it is too long");
        }
        Optional<String> digest = Optional.ofNullable(matcher.group("digest"));
        if (digest.isPresent() && Digest.find(digest.get()).isEmpty()) {
            throw new MalformedReferenceException("it is malformed");
        }
        return new ImageReference(
                nameStart > 0 ? Optional.ofNullable(matcher.group("host")) : Optional.empty(),
                matcher.group("path"),
                Optional.ofNullable(matcher.group("tag")),
                digest.map(Digest::parse));
    }

    /** @return empty if the text is not a valid reference */
    public static Optional<ImageReference> find(String text) {
        try {
            return Optional.of(parse(text));
        } catch (MalformedReferenceException malformed) {
            return Optional.empty();
        }
    }

    /** Returns whether the first component of a reference is a registry. */
    private static boolean isHost(String first) {
        return first.equals("localhost")
                || first.indexOf('.') >= 0
                || first.indexOf(':') >= 0
                || !first.equals(first.toLowerCase(Locale.ROOT));
    }

    /** Returns the tag, or {@code latest} if there is none. With a digest, the tag has no effect. */
    public String tagOrDefault() {
        return tag.orElse(DEFAULT_TAG);
    }

    /**
     * Returns the repository with its registry, whatever short form was written: {@code python} and
     * {@code index.docker.io/python} are {@code docker.io/library/python} ({@code splitDockerDomain} of
     * distribution/reference).
     */
    public String repository() {
        String host = registry.filter(written -> !written.equals(LEGACY_HUB)).orElse(HUB);
        return host + "/" + (host.equals(HUB) && name.indexOf('/') < 0 ? OFFICIAL + name : name);
    }

    /**
     * Returns the name of the named context that replaces this reference. It is the same for all spellings: builders
     * look it up in the shortest form, without the tag {@code latest} ({@code NamedContext} of {@code dockerui};
     * {@code familiarizeName} of distribution/reference).
     */
    public String contextName() {
        Optional<String> shownTag = digest.isEmpty() ? tag.filter(written -> !written.equals(DEFAULT_TAG)) : tag;
        return familiarName()
                + shownTag.map(t -> ":" + t).orElse("")
                + digest.map(d -> "@" + d).orElse("");
    }

    private String familiarName() {
        String repository = repository();
        if (!repository.startsWith(HUB + "/")) {
            return repository;
        }
        String path = repository.substring(HUB.length() + 1);
        boolean isOfficial = path.startsWith(OFFICIAL) && path.indexOf('/', OFFICIAL.length()) < 0;
        return isOfficial ? path.substring(OFFICIAL.length()) : path;
    }

    /**
     * Returns the reference to Docker Hub's image of the same name, which means nothing else even where an unqualified
     * name does; empty if this one has a registry.
     */
    public Optional<ImageReference> onDockerHub() {
        return registry.isPresent()
                ? Optional.empty()
                : Optional.of(parse(repository() + toString().substring(name.length())));
    }

    @Override
    public int compareTo(ImageReference other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return registry.map(host -> host + "/").orElse("")
                + name
                + tag.map(t -> ":" + t).orElse("")
                + digest.map(d -> "@" + d).orElse("");
    }
}
