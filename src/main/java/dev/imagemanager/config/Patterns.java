package dev.imagemanager.config;

/** The forms that names must have, from the OCI Distribution Specification 1.1, "Pulling manifests". */
public final class Patterns {

    /** Possessive: the quantifiers never give back, so that a long text does not fill the stack. */
    private static final String NAME_COMPONENT = "[a-z0-9]++(?:(?:\\.|__?+|-++)[a-z0-9]++)*+";

    /** The specification's {@code <name>}: lower-case components, separated by slashes. */
    public static final String IMAGE_NAME = NAME_COMPONENT + "(?:/" + NAME_COMPONENT + ")*+";

    public static final String IMAGE_NAME_RULE =
            "is no valid image name: lower-case letters and digits, separated by single '.', '_', '-' or '/'";

    /** The specification's {@code <reference>} where it is a tag. */
    public static final String TAG = "[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}";

    public static final String TAG_RULE =
            "is no valid OCI tag: up to 128 letters, digits, '_', '.' and '-', not beginning with '.' or '-'";

    public static final String TAG_SUFFIX = "[a-zA-Z0-9._-]{1,127}";

    static final String TAG_SUFFIX_RULE = "must be 1 to 127 letters, digits, '_', '.' and '-'";

    public static final String VARIANT_NAME = "[A-Za-z0-9][A-Za-z0-9._-]*";

    static final String VARIANT_NAME_RULE =
            "is no valid variant name: letters, digits, '_', '.' and '-', beginning with a letter or digit";

    /** OCI Image Specification, image index, {@code platform}: {@code os/architecture[/variant]}. */
    public static final String PLATFORM = "[a-z0-9]+/[a-z0-9_]+(/[a-z0-9.]+)?";

    static final String PLATFORM_RULE =
            "is no platform: write os/architecture or os/architecture/variant, as linux/arm64";

    static final String ALIAS_LEVEL = "major|minor";

    static final String ALIAS_LEVEL_RULE = "is no alias level: choose from major and minor";

    private Patterns() {}
}
