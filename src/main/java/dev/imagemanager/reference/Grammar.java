package dev.imagemanager.reference;

import java.util.regex.Pattern;

/**
 * The forms of names in the OCI Distribution Specification 1.1, "Pulling manifests". The patterns are constants so that
 * constraints can name them.
 */
public final class Grammar {

    /** Possessive: the quantifiers never give back, so that a long text does not fill the stack. */
    private static final String COMPONENT = "[a-z0-9]++(?:(?:\\.|__?+|-++)[a-z0-9]++)*+";

    /** The specification's {@code <name>}: lower-case components, separated by slashes. */
    public static final String NAME = COMPONENT + "(?:/" + COMPONENT + ")*+";

    /** The specification's {@code <reference>} where it is a tag. */
    public static final String TAG = "[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}";

    /** Registries need not take longer names, and {@code distribution/reference} takes none. */
    public static final int LONGEST_NAME = 255;

    private static final Pattern NAME_FORM = Pattern.compile(NAME);
    private static final Pattern TAG_FORM = Pattern.compile(TAG);

    private Grammar() {}

    /** Whether a text can name a repository. */
    public static boolean isName(String text) {
        return text.length() <= LONGEST_NAME && NAME_FORM.matcher(text).matches();
    }

    /** Whether a text can be a tag. */
    public static boolean isTag(String text) {
        return TAG_FORM.matcher(text).matches();
    }
}
