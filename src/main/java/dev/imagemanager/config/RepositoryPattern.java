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

    private static final String WORD = "(?:[a-z0-9]|" + EXPRESSION + ")++";
    private static final String COMPONENT = WORD + "(?:(?:\\.|__?+|-++)" + WORD + ")*+";

    /** A {@linkplain dev.imagemanager.reference.Grammar#NAME name} in which the expression is a word. */
    static final String SYNTAX = "(?=[^{]*" + EXPRESSION + ")" + COMPONENT + "(?:/" + COMPONENT + ")*+";

    static final String RULE =
            "must name a repository after the image: write {=image.name} and around it lower-case letters and digits,"
                    + " separated by single '.', '_', '-' or '/', such as images/{=image.name}";

    /** The repository has the name of the image. */
    public static final RepositoryPattern DEFAULT = new RepositoryPattern("{=image.name}");

    /** Returns the repository of an image, below the path of a registry. */
    public String of(String image) {
        return text.replaceAll(EXPRESSION, Matcher.quoteReplacement(image));
    }
}
