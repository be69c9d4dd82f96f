package dev.imagemanager.dockerfile;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The form of an image reference, which BuildKit checks for every stage before it builds any.
 *
 * <p>Rules: {@code ParseNormalizedNamed} of {@code distribution/reference}.
 */
final class ImageName {

    private static final String SCRATCH = "scratch";

    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_TAG = 128;
    private static final int LONGEST_DIGEST = "sha512:".length() + 128;
    private static final int LONGEST = LONGEST_NAME + 1 + LONGEST_TAG + 1 + LONGEST_DIGEST;

    private static final String LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?";
    private static final String HOST = "(?:" + LABEL + "(?:\\." + LABEL + ")*|\\[[a-fA-F0-9:]+])(?::[0-9]+)?";
    private static final String COMPONENT = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
    private static final String PATH = "(?<path>" + COMPONENT + "(?:/" + COMPONENT + ")*)";
    private static final String TAG = "(?::[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,127})?";
    private static final String DIGEST = "(?:@(?:sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128}))?";

    private static final Pattern WITHOUT_HOST = Pattern.compile(PATH + TAG + DIGEST);

    /** What looks like a host and cannot be one may still be the first part of a path. */
    private static final Pattern WITH_HOST = Pattern.compile("(?:" + HOST + "/)?" + PATH + TAG + DIGEST);

    private static final Pattern IDENTIFIER = Pattern.compile("[a-f0-9]{64}");

    private ImageName() {}

    /** Whether a source that is no stage is an image; {@code scratch} is the empty file system. */
    static boolean isImage(String name) {
        return !name.equals(SCRATCH);
    }

    /** Why a text is no reference; nothing if it is one. */
    static Optional<String> fault(String text) {
        if (text.length() > LONGEST) {
            return Optional.of("it is too long");
        }
        if (IDENTIFIER.matcher(text).matches()) {
            return Optional.of("64 hexadecimal digits are an image's id, not a name");
        }
        int slash = text.indexOf('/');
        int nameStart = slash >= 0 && isHost(text.substring(0, slash)) ? slash + 1 : 0;
        int tag = text.indexOf(':', nameStart);
        String name = text.substring(nameStart, tag < 0 ? text.length() : tag);
        if (name.chars().anyMatch(Character::isUpperCase)) {
            return Optional.of("an image's name has no upper-case letters");
        }
        Matcher matcher = (nameStart > 0 ? WITH_HOST : WITHOUT_HOST).matcher(text);
        if (!matcher.matches()) {
            return Optional.of("it is malformed");
        }
        return matcher.end("path") - matcher.start("path") > LONGEST_NAME
                ? Optional.of("it is too long")
                : Optional.empty();
    }

    private static boolean isHost(String first) {
        return first.equals("localhost")
                || first.chars().anyMatch(c -> c == '.' || c == ':' || Character.isUpperCase(c));
    }
}
