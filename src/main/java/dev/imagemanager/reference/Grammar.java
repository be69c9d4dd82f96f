package dev.imagemanager.reference;

import java.util.regex.Pattern;

/** The syntax of repository names and tags (OCI Distribution Specification 1.1, "Pulling manifests"). */
public final class Grammar {

    /** Possessive quantifiers, so that long input cannot overflow the stack. */
    private static final String COMPONENT = "[a-z0-9]++(?:(?:\\.|__?+|-++)[a-z0-9]++)*+";

    /** The specification's {@code <name>}: lower-case components, separated by slashes. */
    public static final String NAME = COMPONENT + "(?:/" + COMPONENT + ")*+";

    /** The specification's {@code <reference>} as a tag. */
    public static final String TAG = "[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}";

    /** The maximum length of a name in {@code distribution/reference}, in characters. */
    public static final int LONGEST_NAME = 255;

    private static final Pattern NAME_FORM = Pattern.compile(NAME);
    private static final Pattern TAG_FORM = Pattern.compile(TAG);

    /**
     * Tags that stand for what is known of images: referrers (OCI Distribution Specification 1.1, "Referrers Tag Schema"),
     * signatures (Cosign Signature Specification, "Tag-based discovery"), and what builds and tests remember.
     */
    private static final Pattern RESERVED_TAG =
            Pattern.compile("(?:sha(?:256|384|512)-|im-(?:test-)?)[0-9a-f]{32,}+.*");

    private Grammar() {}

    /** Returns whether the text is a valid repository name. */
    public static boolean isName(String text) {
        return text.length() <= LONGEST_NAME && NAME_FORM.matcher(text).matches();
    }

    /** Returns whether a valid tag may be that of an image, and not of what is attached to images. */
    public static boolean isTagOfImage(String text) {
        return isTag(text) && !RESERVED_TAG.matcher(text).matches();
    }

    /** Returns whether the text is a valid tag. */
    public static boolean isTag(String text) {
        return TAG_FORM.matcher(text).matches();
    }
}
