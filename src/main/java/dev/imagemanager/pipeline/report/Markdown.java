package dev.imagemanager.pipeline.report;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A text for a comment on a pull request (GitHub Flavored Markdown Spec), no longer than such a comment may be. */
public final class Markdown {

    /** GitHub takes comments of 65,536 characters; the rest is for what somebody writes before it. */
    static final int LONGEST = 65_000;

    private static final Pattern BACKTICKS = Pattern.compile("`+");

    private static final int SHORTEST_FENCE = 3;

    private final String ending;
    private final StringBuilder text = new StringBuilder();
    private boolean isCut;

    /** @param ending takes the place of what does not fit */
    public Markdown(String ending) {
        this.ending = ending;
    }

    /** Adds a block, unless it or one before it does not fit. */
    public Markdown add(String block) {
        isCut |= text.length() + block.length() > LONGEST - ending.length();
        if (!isCut) {
            text.append(block);
        }
        return this;
    }

    public Markdown addRow(String... cells) {
        return add(List.of(cells).stream().collect(Collectors.joining(" | ", "| ", " |\n")));
    }

    /**
     * Returns code, in which nothing is markup: a code span, or an element with character references. In a table, a code
     * span cannot contain every text: a pipe ends the cell, and an escaped one after a backslash too (GFM, "Tables").
     */
    public static String code(String text) {
        if (text.chars().noneMatch(c -> c == '`' || c == '|' || c == '\\' || c == '\n')) {
            return "`" + text + "`";
        }
        return "<code>" + escaped(text) + "</code>";
    }

    /** Returns text in which nothing is markup. */
    public static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            boolean isPlain = Character.isLetterOrDigit(c) || " .,/:;-()'".indexOf(c) >= 0;
            escaped.append(isPlain ? Character.toString(c) : "&#" + c + ";");
        });
        return escaped.toString();
    }

    /**
     * Returns a block of code, in which nothing is markup.
     *
     * @param language for colours; may be empty
     * @param text lines
     */
    public static String fenced(String language, String text) {
        int longest = BACKTICKS
                .matcher(text)
                .results()
                .mapToInt(run -> run.group().length())
                .max()
                .orElse(0);
        String fence = "`".repeat(Math.max(SHORTEST_FENCE, longest + 1));
        return fence + language + "\n" + text + (text.endsWith("\n") ? "" : "\n") + fence + "\n";
    }

    @Override
    public String toString() {
        return isCut ? text + ending : text.toString();
    }
}
