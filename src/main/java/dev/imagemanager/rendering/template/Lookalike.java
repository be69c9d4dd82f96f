package dev.imagemanager.rendering.template;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text of other languages that begins like a comment or unparsed text of a template (docs/guide/templates.md, "What is
 * template").
 */
final class Lookalike {

    private static final String NAME = "[a-z_][A-Za-z0-9_]*+";

    /** A parameter of a Ruby block: {@code f}, {@code *rest}, {@code &block}, {@code (key, value)}, {@code n = 1}. */
    private static final String PARAMETER =
            "(?:(?:\\*{1,2}+|&)?+(?:" + NAME + "|\\([A-Za-z0-9_*, ]++\\))(?: ?= ?[A-Za-z0-9_.'\":]++)?+|\\*{1,2}+)";

    private static final Pattern BLOCK_PARAMETERS = Pattern.compile(PARAMETER + "(?:[,;] ?" + PARAMETER + ")*+,?+\\|");

    private Lookalike() {}

    /**
     * Returns whether the text after <code>{|</code> are the parameters of a block in Ruby or Crystal, or a brace that closes
     * it, as in the regular expression <code>[{|}]</code>.
     */
    static boolean isBlock(String text, int afterOpening) {
        if (text.startsWith("}", afterOpening)) {
            return true;
        }
        Matcher parameters = BLOCK_PARAMETERS.matcher(text);
        return parameters.region(afterOpening, text.length()).lookingAt();
    }

    /**
     * Returns whether the text after <code>{!</code> is an operand, as in <code>{!seen[$0]++}</code> of awk and
     * <code>{!term f=id}</code> of Solr: it follows directly, and a brace closes it before <code>!}</code> does. A comment may
     * have markup in it.
     */
    static boolean isNegation(String text, int afterOpening) {
        if (afterOpening >= text.length()) {
            return true;
        }
        char next = text.charAt(afterOpening);
        if (Character.isWhitespace(next) || next == '{') {
            return false;
        }
        int close = text.indexOf('}', afterOpening);
        return close <= afterOpening || text.charAt(close - 1) != '!';
    }
}
