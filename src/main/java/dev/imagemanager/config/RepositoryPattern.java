package dev.imagemanager.config;

import java.util.regex.Matcher;

/**
 * How repositories in a registry are called after the images of the fleet: {@code base-{=image.name}}. The expression is that
 * of templates, and the only one that there is.
 *
 * @param text with at least one expression
 */
public record RepositoryPattern(String text) {

    private static final String EXPRESSION = "\\{= *image\\.name *}";

    static final String SYNTAX = "[a-z0-9._/-]*+(?:" + EXPRESSION + "[a-z0-9._/-]*+)++";

    static final String RULE =
            "must name a repository after the image: write lower-case letters, digits, '.', '_', '-' and '/' around"
                    + " {=image.name}, such as images/{=image.name}";

    /** The repository has the name of the image. */
    public static final RepositoryPattern DEFAULT = new RepositoryPattern("{=image.name}");

    /** Returns the repository of an image, below the path of a registry. */
    public String of(String image) {
        return text.replaceAll(EXPRESSION, Matcher.quoteReplacement(image));
    }
}
