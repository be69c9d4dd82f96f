package dev.imagemanager.rendering.template;

import dev.imagemanager.rendering.template.Lexeme.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parses the content of section tags and writes the tags for Qute. Every parameter gets a name, since Qute looks for an
 * equals sign even in quoted strings.
 */
public final class SectionTags {

    private final TemplateSource source;
    private final Fragments fragments;

    SectionTags(TemplateSource source, Fragments fragments) {
        this.source = source;
        this.fragments = fragments;
    }

    /** {@code {#if condition}} */
    Segment ifTag(List<Lexeme> lexemes) {
        return new Segment.Control("{#if condition=" + condition(lexemes) + "}");
    }

    /** {@code {#else}} and {@code {#else if condition}} */
    Segment elseTag(List<Lexeme> lexemes) {
        if (lexemes.size() == 1) {
            return new Segment.Control("{#else}");
        }
        if (!lexemes.get(0).isName("if")) {
            throw new SyntaxException(
                    lexemes.get(0).start(),
                    "'" + lexemes.get(0).text() + "' is not allowed after {#else",
                    "write {#else if …}");
        }
        return new Segment.Control("{#else word=if condition=" + condition(lexemes.subList(1, lexemes.size())) + "}");
    }

    private String condition(List<Lexeme> lexemes) {
        ExpressionParser parser = new ExpressionParser(source, lexemes, true);
        Expression condition = parser.expression();
        parser.requireEnd();
        return condition.test();
    }

    /** {@code {#for item in list}} */
    Segment forTag(List<Lexeme> lexemes) {
        ExpressionParser parser = new ExpressionParser(source, lexemes, false);
        Lexeme alias = parser.take();
        Lexeme in = parser.take();
        if (!alias.is(Kind.NAME) || !in.isName("in")) {
            throw new SyntaxException(
                    alias.start(), "{#for} needs a name and a list", "write {#for package in variables.packages}");
        }
        Expression list = parser.expression();
        parser.requireEnd();
        return new Segment.Control("{#for alias=" + alias.text() + " in=in iterable=" + list.use("list") + "}");
    }

    /** {@code {#let name=value other=value}} */
    Segment letTag(List<Lexeme> lexemes) {
        if (lexemes.size() == 1) {
            throw new SyntaxException(
                    lexemes.get(0).start(), "{#let} needs a name and a value", "write {#let name=value}");
        }
        StringBuilder tag = new StringBuilder("{#let");
        assignments(new ExpressionParser(source, lexemes, false))
                .forEach((name, value) ->
                        tag.append(' ').append(name).append('=').append(value));
        return new Segment.Control(tag.append('}').toString());
    }

    /** {@code {#switch value}} */
    Segment switchTag(List<Lexeme> lexemes) {
        ExpressionParser parser = new ExpressionParser(source, lexemes, false);
        Expression subject = parser.expression();
        parser.requireEnd();
        return new Segment.Control("{#switch value=" + subject.use("subject") + "}");
    }

    /** {@code {#case value}} and {@code {#case in value other}} */
    Segment caseTag(List<Lexeme> lexemes) {
        ExpressionParser parser = new ExpressionParser(source, lexemes, false);
        StringBuilder tag = new StringBuilder("{#case");
        boolean several = lexemes.size() > 2 && lexemes.get(0).isName("in");
        if (several) {
            parser.take();
            tag.append(" operator=in");
        }
        int count = 0;
        do {
            tag.append(" value")
                    .append(count++)
                    .append('=')
                    .append(parser.operand().use("text"));
        } while (several && !parser.atEnd());
        parser.requireEnd();
        return new Segment.Control(tag.append('}').toString());
    }

    /**
     * {@code {#include path name=value}}
     *
     * @param tagStart offset of the tag
     * @param path as written, without quotes
     * @param lexemes the lexemes after the path, without the closing slash
     */
    Segment includeTag(int tagStart, Lexeme path, List<Lexeme> lexemes) {
        Map<String, String> arguments = assignments(new ExpressionParser(source, lexemes, false));
        return new Segment.Include(IncludeSection.tag(
                source.location(tagStart), fragments.find(path.text(), path.start(), source.file()), arguments));
    }

    private static Map<String, String> assignments(ExpressionParser parser) {
        Map<String, String> values = new LinkedHashMap<>();
        while (!parser.atEnd()) {
            Lexeme name = parser.take();
            if (!name.is(Kind.NAME) || !parser.peek().isSymbol("=")) {
                throw new SyntaxException(name.start(), "expected name=value, not '" + name.text() + "'");
            }
            parser.take();
            if (values.put(name.text(), parser.expression().value()) != null) {
                throw new SyntaxException(name.start(), "'" + name.text() + "' is given twice");
            }
        }
        return values;
    }
}
