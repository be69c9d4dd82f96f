package dev.imagemanager.dockerfile;

import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.problem.SourceLocation;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parser directives at the top of a file: {@code # syntax=}, {@code # escape=} and {@code # check=}. The first
 * other line, even an empty one, ends them.
 *
 * <p>BuildKit reads them twice: {@code parser.Parse} reads {@code escape} and ignores spaces before the {@code #};
 * {@code parser.DetectSyntax} reads {@code syntax}, skips a first line that starts with {@code #!}, and requires the
 * {@code #} in the first column. It also supports {@code // syntax=} and {@code {"syntax": …}}, for files in other
 * languages.
 *
 * <p>Rules: Dockerfile reference, "Parser directives"; {@code frontend/dockerfile/parser/directives.go}.
 *
 * @param escape a backslash or a backtick
 * @param syntax the image of the frontend, without its arguments
 */
record Directives(char escape, Optional<Word> syntax) {

    private static final Pattern DIRECTIVE = Pattern.compile(
            "#[\\t\\n\\f\\r ]*(?<name>[a-zA-Z][a-zA-Z0-9]*)[\\t\\n\\f\\r ]*=[\\t\\n\\f\\r ]*(?<value>.+?)[\\t\\n\\f\\r ]*",
            Pattern.DOTALL);

    private static final Set<String> NAMES = Set.of("syntax", "escape", "check");

    static Directives read(Path file, String content, Problems problems) {
        return new Directives(readEscape(file, content, problems), readSyntax(file, content));
    }

    private static char readEscape(Path file, String content, Problems problems) {
        char escape = '\\';
        Set<String> seen = new HashSet<>();
        PhysicalLines lines = new PhysicalLines(file, content);
        while (lines.advance()) {
            String line = lines.line();
            int start = Whitespace.skipSpaces(line, 0, line.length());
            Optional<Matcher> directive = match(line.substring(start));
            if (directive.isEmpty()) {
                break;
            }
            String name = name(directive.get());
            String value = directive.get().group("value");
            SourceLocation location = new SourceLocation(file, lines.number(), start + 1);
            if (!seen.add(name)) {
                problems.add(Problem.error(location, "the parser directive '" + name + "' is used twice"));
            } else if (name.equals("escape") && (value.equals("\\") || value.equals("`"))) {
                escape = value.charAt(0);
            } else if (name.equals("escape")) {
                problems.add(Problem.error(location, "the escape character cannot be '" + value + "'")
                        .withHint("use \\ or `"));
            }
        }
        return escape;
    }

    private static Optional<Word> readSyntax(Path file, String content) {
        PhysicalLines lines = new PhysicalLines(file, content);
        Set<String> seen = new HashSet<>();
        while (lines.advance()) {
            if (lines.number() == 1 && lines.line().startsWith("#!")) {
                continue;
            }
            Optional<Matcher> directive = match(lines.line());
            if (directive.isEmpty() || !seen.add(name(directive.get()))) {
                break;
            }
            if (name(directive.get()).equals("syntax")) {
                int column = directive.get().start("value") + 1;
                return image(directive.get().group("value"), new SourceLocation(file, lines.number(), column));
            }
        }
        return Optional.empty();
    }

    /** Returns the image without the frontend's arguments, which follow the first space. */
    private static Optional<Word> image(String value, SourceLocation location) {
        int blank = value.indexOf(' ');
        String image = blank < 0 ? value : value.substring(0, blank);
        return image.isEmpty() ? Optional.empty() : Optional.of(new Word(image, location));
    }

    private static Optional<Matcher> match(String line) {
        if (!line.startsWith("#")) {
            return Optional.empty();
        }
        Matcher matcher = DIRECTIVE.matcher(line);
        return matcher.matches() && NAMES.contains(name(matcher)) ? Optional.of(matcher) : Optional.empty();
    }

    private static String name(Matcher directive) {
        return directive.group("name").toLowerCase(Locale.ROOT);
    }
}
