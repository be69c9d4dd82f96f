package dev.imagemanager.config;

import java.util.Set;

/** Patterns of valid names, and the messages for invalid ones. */
public final class Patterns {

    public static final String IMAGE_NAME_RULE =
            "is not a valid image name: use lower-case letters and digits, separated by single '.', '_', '-' or '/'";

    public static final String TAG_RULE =
            "is not a valid OCI tag: use up to 128 letters, digits, '_', '.' and '-', not starting with '.' or '-'";

    public static final String RESERVED_TAG_RULE =
            "is the tag of something else, such as a signature: tags that begin with sha256- or im- and have a hash are"
                    + " reserved";

    public static final String TAG_SUFFIX = "[a-zA-Z0-9._-]{1,127}";

    static final String TAG_SUFFIX_RULE = "must be 1 to 127 letters, digits, '_', '.' and '-'";

    public static final String VARIANT_NAME = "[A-Za-z0-9][A-Za-z0-9._-]*";

    static final String VARIANT_NAME_RULE =
            "is not a valid variant name: use letters, digits, '_', '.' and '-', starting with a letter or digit";

    static final String PLATFORM_RULE =
            "is not a valid platform: write os/architecture or os/architecture/variant, such as linux/arm64";

    static final String ALIAS_LEVEL = "major|minor|patch";

    static final String ALIAS_LEVEL_RULE = "is not a valid alias level: use major, minor or patch";

    /** Rules about tags and parts of them. */
    static final Set<String> OF_TAGS = Set.of(TAG_RULE, TAG_SUFFIX_RULE);

    /** One component of an image name; a number would be that of a stage. */
    static final String CONTEXT_NAME = "(?!scratch$|[0-9]+$)[a-z0-9]++(?:(?:\\.|__?+|-++)[a-z0-9]++)*+";

    static final String CONTEXT_NAME_RULE =
            "is not a valid name of a context: use lower-case letters and digits, separated"
                    + " by single '.', '_' or '-', and neither a number nor 'scratch'";

    private Patterns() {}
}
