package dev.imagemanager.rendering.template;

import dev.imagemanager.problem.SourceLocation;
import dev.imagemanager.problem.Suggestion;
import dev.imagemanager.rendering.template.Lexeme.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Parses expressions. From the lowest to the highest precedence: {@code c ? a : b}, {@code ?:}, {@code ||}, {@code &&},
 * comparisons, {@code !}, {@code ??}, then {@code .name}, {@code ['key']} and {@code .call(…)}. Qute's operator names
 * ({@code and}, {@code ge}, …) are supported too; {@code or} is {@code ||} in a condition and {@code ?:} elsewhere, as
 * in Qute.
 *
 * <p>Stricter than Qute, which accepts {@code versions.} as {@code versions}.
 */
public final class ExpressionParser {

    private static final List<String> FUNCTIONS = List.of("version");

    /** Also limits the depth, and protects against stack overflow. */
    private static final int LENGTH_LIMIT = 300;

    private final TemplateSource source;
    private final List<Lexeme> lexemes;
    private final boolean condition;
    private int index;

    /**
     * @param condition whether the expression is the condition of an {@code {#if}}
     * @throws SyntaxException if the expression is too long
     */
    ExpressionParser(TemplateSource source, List<Lexeme> lexemes, boolean condition) {
        this.source = source;
        this.lexemes = lexemes;
        this.condition = condition;
        if (lexemes.size() > LENGTH_LIMIT) {
            throw new SyntaxException(
                    lexemes.get(LENGTH_LIMIT).start(),
                    "the expression has more than " + LENGTH_LIMIT + " names, values and operators",
                    "use {#let} for parts of it");
        }
    }

    Lexeme peek() {
        return lexemes.get(index);
    }

    Lexeme take() {
        Lexeme lexeme = peek();
        index = Math.min(index + 1, lexemes.size() - 1);
        return lexeme;
    }

    boolean atEnd() {
        return peek().is(Kind.END);
    }

    /** @throws SyntaxException if the expression is followed by something else */
    void requireEnd() {
        if (!atEnd()) {
            throw unexpected(peek());
        }
    }

    /** @throws SyntaxException if there is no valid expression */
    Expression expression() {
        Expression first = fallback();
        if (!takeSymbol("?")) {
            return first;
        }
        Expression yes = expression();
        require(":", "write condition ? yes : no");
        return new Expression.Choice(first, yes, expression());
    }

    private Expression fallback() {
        Expression first = disjunction();
        return takeSymbol("?:") || !condition && takeName("or") ? new Expression.Default(first, fallback()) : first;
    }

    private Expression disjunction() {
        Expression result = conjunction();
        while (takeSymbol("||") || condition && takeName("or")) {
            result = new Expression.Logic(false, result, conjunction());
        }
        return result;
    }

    private Expression conjunction() {
        Expression result = comparison();
        while (takeSymbol("&&") || takeName("and")) {
            result = new Expression.Logic(true, result, comparison());
        }
        return result;
    }

    private Expression comparison() {
        Expression first = negation();
        Optional<Comparison> operator = Comparison.written(peek());
        if (operator.isEmpty()) {
            return first;
        }
        take();
        Expression second = negation();
        if (Comparison.written(peek()).isPresent()) {
            throw new SyntaxException(
                    peek().start(), "comparisons cannot be chained", "join them with &&: a < b && b < c");
        }
        return new Expression.Compare(operator.get(), first, second);
    }

    private Expression negation() {
        Lexeme lexeme = peek();
        return takeSymbol("!") ? new Expression.Not(at(lexeme), negation()) : operand();
    }

    /** Parses a value with member lookups, without operators. */
    Expression operand() {
        Expression result = primary();
        while (true) {
            if (takeSymbol(".")) {
                result = member(result);
            } else if (takeSymbol("[")) {
                Expression key = expression();
                require("]", "the closing ']' is missing");
                result = new Expression.Element(result, key);
            } else if (takeSymbol("??")) {
                return new Expression.Lenient(result);
            } else {
                return result;
            }
        }
    }

    private Expression member(Expression owner) {
        Lexeme name = take();
        if (!name.is(Kind.NAME)) {
            throw new SyntaxException(name.start(), "a name is missing after '.'");
        }
        if (takeSymbol("(")) {
            return new Expression.Call(owner, name.text(), arguments());
        }
        return Character.isDigit(name.text().charAt(0))
                ? new Expression.Element(owner, new Expression.Literal(at(name), "'" + name.text() + "'"))
                : new Expression.Property(owner, name.text());
    }

    private List<Expression> arguments() {
        List<Expression> arguments = new ArrayList<>();
        if (takeSymbol(")")) {
            return arguments;
        }
        do {
            arguments.add(expression());
        } while (takeSymbol(","));
        require(")", "the closing ')' is missing");
        return arguments;
    }

    private Expression primary() {
        Lexeme lexeme = take();
        return switch (lexeme.kind()) {
            case TEXT -> new Expression.Literal(at(lexeme), lexeme.text());
            case NUMBER -> number(lexeme);
            case NAME -> named(lexeme);
            case SYMBOL -> {
                if (!lexeme.isSymbol("(")) {
                    throw unexpected(lexeme);
                }
                Expression inside = expression();
                require(")", "the closing ')' is missing");
                yield inside;
            }
            case END -> throw new SyntaxException(lexeme.start(), "an expression is missing here");
        };
    }

    /** A number with points is a string, as in YAML: {@code 3.10} is not {@code 3.1}. */
    private Expression number(Lexeme lexeme) {
        boolean integer = lexeme.text().matches("0|[1-9][0-9]{0,8}");
        return new Expression.Literal(at(lexeme), integer ? lexeme.text() : "'" + lexeme.text() + "'");
    }

    private Expression named(Lexeme lexeme) {
        String name = lexeme.text();
        if (name.equals("true") || name.equals("false")) {
            return new Expression.Literal(at(lexeme), name);
        }
        if (name.equals("null")) {
            throw new SyntaxException(
                    lexeme.start(),
                    "'null' is not supported in templates",
                    "test whether a value is set: {#if variables.extra}");
        }
        if (!takeSymbol("(")) {
            return new Expression.Name(at(lexeme), name);
        }
        if (!FUNCTIONS.contains(name)) {
            throw new SyntaxException(
                    lexeme.start(),
                    "there is no function '" + name + "'",
                    Suggestion.hint(name, FUNCTIONS, "functions"));
        }
        List<Expression> arguments = arguments();
        if (arguments.size() != 1) {
            throw new SyntaxException(
                    lexeme.start(), "'" + name + "' takes one argument", "write " + name + "('3.12')");
        }
        return new Expression.FunctionCall(at(lexeme), name, arguments.get(0));
    }

    SyntaxException unexpected(Lexeme lexeme) {
        if (lexeme.is(Kind.END)) {
            return new SyntaxException(lexeme.start(), "the expression is incomplete");
        }
        if (lexeme.isSymbol(":")) {
            return new SyntaxException(
                    lexeme.start(), "':' is not allowed here", "expressions do not support namespaces");
        }
        if (lexeme.isSymbol("=")) {
            return new SyntaxException(lexeme.start(), "'=' is not allowed here", "use == to compare values");
        }
        return new SyntaxException(lexeme.start(), "'" + lexeme.text() + "' is not allowed here");
    }

    private boolean takeSymbol(String symbol) {
        return takeIf(peek().isSymbol(symbol));
    }

    private boolean takeName(String name) {
        return takeIf(peek().isName(name));
    }

    private boolean takeIf(boolean fits) {
        if (fits) {
            take();
        }
        return fits;
    }

    private void require(String symbol, String hint) {
        Lexeme lexeme = peek();
        if (!takeSymbol(symbol)) {
            throw new SyntaxException(lexeme.start(), "expected '" + symbol + "', not '" + lexeme.text() + "'", hint);
        }
    }

    private SourceLocation at(Lexeme lexeme) {
        return source.location(lexeme.start());
    }
}
