package dev.imagemanager.config;

/** The forms that names of our own must have, and what is said of names that have another form than they must. */
public final class Patterns {

    public static final String IMAGE_NAME_RULE =
            "is no valid image name: lower-case letters and digits, separated by single '.', '_', '-' or '/'";

    public static final String TAG_RULE =
            "is no valid OCI tag: up to 128 letters, digits, '_', '.' and '-', not beginning with '.' or '-'";

    public static final String TAG_SUFFIX = "[a-zA-Z0-9._-]{1,127}";

    static final String TAG_SUFFIX_RULE = "must be 1 to 127 letters, digits, '_', '.' and '-'";

    public static final String VARIANT_NAME = "[A-Za-z0-9][A-Za-z0-9._-]*";

    static final String VARIANT_NAME_RULE =
            "is no valid variant name: letters, digits, '_', '.' and '-', beginning with a letter or digit";

    static final String PLATFORM_RULE =
            "is no platform: write os/architecture or os/architecture/variant, as linux/arm64";

    static final String ALIAS_LEVEL = "major|minor";

    static final String ALIAS_LEVEL_RULE = "is no alias level: choose from major and minor";

    private Patterns() {}
}
