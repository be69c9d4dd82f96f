package dev.imagemanager.rendering.template;

import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.SourceLocation;
import dev.imagemanager.problem.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Separates markup from text (docs/guide/templates.md, "What is template"). Directly after <code>$</code> or
 * <code>{</code>, a brace is text, so that shell, awk, JSON and Go templates are not changed.
 *
 * <p>Reports an invalid tag and continues with the rest of the template.
 */
public final class TemplateScanner {

    private static final Set<String> SECTIONS = Set.of("if", "for", "let", "switch", "include");

    private static final Set<String> NAMES = Set.of("if", "else", "for", "let", "switch", "case", "include");

    private static final int OPENING = 2;

    /** The rest of a template with more problems is not read. */
    private static final int PROBLEM_LIMIT = 100;

    private final TemplateSource source;
    private final String text;
    private final boolean isMarked;
    private final SectionTags tags;
    private final OpenSections sections = new OpenSections();
    private final List<Segment> segments = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private int textStart;

    private TemplateScanner(TemplateSource source, Fragments fragments, boolean isMarked) {
        this.source = source;
        this.isMarked = isMarked;
        this.text = source.text();
        this.tags = new SectionTags(source, fragments);
    }

    /**
     * The parts of a template.
     *
     * @param problems if there are any, the segments must not be used
     */
    record Result(List<Segment> segments, List<Problem> problems) {}

    static Result scan(TemplateSource source, Fragments fragments) {
        return scan(source, fragments, false);
    }

    /** @param isMarked whether text has {@link LineMarks} */
    static Result scan(TemplateSource source, Fragments fragments, boolean isMarked) {
        return new TemplateScanner(source, fragments, isMarked).scan();
    }

    private Result scan() {
        int next = 0;
        int brace;
        while (problems.size() < PROBLEM_LIMIT && (brace = text.indexOf('{', next)) >= 0) {
            next = isShielded(brace) ? brace + 1 : markup(brace);
        }
        endText(text.length());
        if (problems.size() < PROBLEM_LIMIT) {
            sections.unclosed().forEach(this::report);
        }
        return new Result(List.copyOf(segments), List.copyOf(problems));
    }

    private boolean isShielded(int brace) {
        return brace > 0 && (text.charAt(brace - 1) == '$' || text.charAt(brace - 1) == '{');
    }

    /** @return the offset after the markup */
    private int markup(int brace) {
        try {
            return switch (brace + 1 < text.length() ? text.charAt(brace + 1) : ' ') {
                case '=' -> output(brace);
                case '#' -> opening(brace);
                case '/' -> closing(brace);
                case '!' -> comment(brace);
                case '|' -> raw(brace);
                default -> brace + 1;
            };
        } catch (SyntaxException exception) {
            report(exception);
            int lineEnd = source.lineEnd(brace);
            int end = text.indexOf('}', brace);
            textStart = end < 0 || end > lineEnd ? lineEnd : end + 1;
            return textStart;
        }
    }

    private int output(int start) {
        endText(start);
        List<Lexeme> lexemes = Lexer.lex(text, start, start + OPENING, false);
        ExpressionParser parser = new ExpressionParser(source, lexemes, false);
        Expression expression = parser.expression();
        parser.requireEnd();
        sections.content(start).ifPresent(this::report);
        return add(new Segment.Output("{" + expression.use("text") + "}"), lexemes);
    }

    private int opening(int start) {
        int nameEnd = Lexer.nameEnd(text, start + OPENING);
        String name = text.substring(start + OPENING, nameEnd);
        if (name.isEmpty() || !isTag(name, nameEnd)) {
            return start + 1;
        }
        endText(start);
        if (!NAMES.contains(name)) {
            throw new SyntaxException(
                    start,
                    "there is no section '" + name + "'",
                    Suggestion.hint(name, NAMES, "sections") + "; to write text, use {| … |}");
        }
        if (SECTIONS.contains(name)) {
            sections.content(start).ifPresent(this::report);
        }
        if (name.equals("include")) {
            return include(start, nameEnd);
        }
        if (SECTIONS.contains(name)) {
            sections.open(name, start);
        }
        return section(name, start, nameEnd);
    }

    /** Returns whether a name is a tag. An unknown name is one only if a brace closes it on the same line. */
    private boolean isTag(String name, int nameEnd) {
        char next = nameEnd < text.length() ? text.charAt(nameEnd) : '\n';
        if (NAMES.contains(name)) {
            return "[-.:".indexOf(next) < 0;
        }
        int close = text.indexOf('}', nameEnd);
        return (Character.isWhitespace(next) || next == '}' || next == '/')
                && close >= 0
                && close < source.lineEnd(nameEnd);
    }

    private int section(String name, int start, int argumentsStart) {
        List<Lexeme> lexemes = Lexer.lex(text, start, argumentsStart, true);
        if (lexemes.size() > 1 && lexemes.get(lexemes.size() - 2).isSymbol("/")) {
            throw new SyntaxException(start, "only {#include} can end in '/}'", "remove the slash");
        }
        Segment tag =
                switch (name) {
                    case "if" -> tags.ifTag(lexemes);
                    case "for" -> tags.forTag(lexemes);
                    case "let" -> tags.letTag(lexemes);
                    case "switch" -> tags.switchTag(lexemes);
                    case "case" -> {
                        sections.requireCase(start);
                        yield tags.caseTag(lexemes);
                    }
                    default -> {
                        sections.requireElse(start, lexemes.size() == 1);
                        yield tags.elseTag(lexemes);
                    }
                };
        return add(tag, lexemes);
    }

    private int include(int start, int nameEnd) {
        int pathStart = nameEnd;
        while (pathStart < text.length() && Character.isWhitespace(text.charAt(pathStart))) {
            pathStart++;
        }
        int pathEnd = pathStart;
        while (pathEnd < text.length() && isPathPart(pathEnd)) {
            pathEnd++;
        }
        List<Lexeme> lexemes = new ArrayList<>(Lexer.lex(text, start, pathEnd, true));
        Lexeme end = lexemes.get(lexemes.size() - 1);
        if (lexemes.size() > 1 && lexemes.get(lexemes.size() - 2).isSymbol("/")) {
            lexemes.remove(lexemes.size() - 2);
        } else {
            sections.open("include", start);
        }
        Lexeme path = new Lexeme(Lexeme.Kind.TEXT, unquoted(text.substring(pathStart, pathEnd)), pathStart);
        if (path.text().isEmpty()) {
            throw new SyntaxException(
                    start, "{#include} needs the name of a template", "write {#include common/apt /}");
        }
        segments.add(tags.includeTag(start, path, lexemes));
        textStart = end.end();
        return textStart;
    }

    /** Returns whether a character is part of an include's path. */
    private boolean isPathPart(int index) {
        char character = text.charAt(index);
        return !Character.isWhitespace(character)
                && character != '}'
                && character != '{'
                && !text.startsWith("/}", index);
    }

    private static String unquoted(String path) {
        boolean quoted = path.length() > 1
                && (path.charAt(0) == '\'' || path.charAt(0) == '"')
                && path.charAt(path.length() - 1) == path.charAt(0);
        return quoted ? path.substring(1, path.length() - 1) : path;
    }

    /** Processes a closing tag, only if that section is open. */
    private int closing(int start) {
        int nameEnd = Lexer.nameEnd(text, start + OPENING);
        String name = text.substring(start + OPENING, nameEnd);
        if (nameEnd >= text.length() || text.charAt(nameEnd) != '}' || !sections.isOpen(name)) {
            return start + 1;
        }
        endText(start);
        sections.close(name, start);
        segments.add(new Segment.Control(name.equals("include") ? "" : "{/" + name + "}"));
        textStart = nameEnd + 1;
        return textStart;
    }

    private int comment(int start) {
        if (Lookalike.isNegation(text, start + OPENING)) {
            return start + 1;
        }
        int end = end(start, "!}", "this comment is not closed");
        refuseNested(start, end);
        endText(start);
        segments.add(new Segment.Control(""));
        textStart = end;
        return end;
    }

    private int raw(int start) {
        if (Lookalike.isBlock(text, start + OPENING)) {
            return start + 1;
        }
        int end = end(start, "|}", "this unparsed text is not closed");
        endText(start);
        sections.content(start).ifPresent(this::report);
        segments.add(new Segment.Raw(block(start + OPENING, end - OPENING)));
        textStart = end;
        return end;
    }

    private int end(int start, String closing, String message) {
        int end = text.indexOf(closing, start + OPENING);
        if (end < 0) {
            throw new SyntaxException(
                    start,
                    message,
                    "'" + closing + "' is missing; if this is text, write {|{|}" + text.charAt(start + 1));
        }
        return end + closing.length();
    }

    /** Text between two comments would vanish if the first one, or what looks like one, is not closed. */
    private void refuseNested(int start, int end) {
        int second = text.indexOf("{! ", start + OPENING);
        if (second >= 0 && second < end && !isShielded(second)) {
            SourceLocation place = source.location(second);
            throw new SyntaxException(
                    start,
                    "this comment is not closed before the next one, in line " + place.line(),
                    "end it with '!}'; if this is text, write {|{|}!");
        }
    }

    private int add(Segment segment, List<Lexeme> lexemes) {
        segments.add(segment);
        textStart = lexemes.get(lexemes.size() - 1).end();
        return textStart;
    }

    private void endText(int end) {
        String block = text.substring(textStart, end);
        int contentStart = textStart + block.length() - block.stripLeading().length();
        String shown = block(textStart, end);
        textStart = end;
        if (!shown.isEmpty() && !sections.isInnermost("include")) {
            segments.add(new Segment.Text(shown));
        }
        if (contentStart < end) {
            sections.content(contentStart).ifPresent(this::report);
        }
    }

    private String block(int start, int end) {
        return isMarked ? LineMarks.mark(source, start, end) : text.substring(start, end);
    }

    /** Reports one problem per position. */
    private void report(SyntaxException exception) {
        SourceLocation place = source.location(exception.offset());
        if (problems.stream().noneMatch(problem -> problem.location().equals(Optional.of(place)))) {
            Problem problem = Problem.error(place, exception.getMessage());
            problems.add(exception.hint().map(problem::withHint).orElse(problem));
        }
    }
}
