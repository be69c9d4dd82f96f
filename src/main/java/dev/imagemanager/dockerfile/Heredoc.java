package dev.imagemanager.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A heredoc that an instruction starts.
 *
 * <p>Rules: Dockerfile reference, "Here-Documents"; {@code heredocsFromLine} of BuildKit's parser.
 *
 * @param name the delimiter without its quotes
 * @param stripTabs whether tabs are allowed before the closing delimiter ({@code <<-})
 */
record Heredoc(String name, boolean stripTabs) {

    private static final Pattern WORD = Pattern.compile("[0-9]*<<(?<tabs>-?)[\\t\\n\\f\\r ]*(?<name>[^<]*)");

    /**
     * Returns the heredocs of an instruction, in order. As in BuildKit, a line with invalid quotes or variables has
     * none, and any {@code <<} at the start of a word is one, even in {@code $(( 1 << 2 ))}.
     *
     * @throws ShellSyntaxException if a delimiter is not valid
     */
    static List<Heredoc> in(String line) throws ShellSyntaxException {
        List<Heredoc> heredocs = new ArrayList<>();
        for (String word : wordsOf(line)) {
            Matcher matcher = WORD.matcher(word);
            if (matcher.matches()) {
                boolean stripTabs = !matcher.group("tabs").isEmpty();
                delimiter(matcher.group("name")).ifPresent(name -> heredocs.add(new Heredoc(name, stripTabs)));
            }
        }
        return heredocs;
    }

    boolean isClosedBy(String line) {
        int start = 0;
        while (stripTabs && start < line.length() && line.charAt(start) == '\t') {
            start++;
        }
        return line.length() - start == name.length() && line.startsWith(name, start);
    }

    private static List<String> wordsOf(String line) {
        try {
            return ShellLexer.rawWords(line);
        } catch (ShellSyntaxException e) {
            return List.of();
        }
    }

    private static Optional<String> delimiter(String raw) throws ShellSyntaxException {
        List<String> words = ShellLexer.words(raw);
        return words.size() == 1 ? Optional.of(words.get(0)) : Optional.empty();
    }
}
