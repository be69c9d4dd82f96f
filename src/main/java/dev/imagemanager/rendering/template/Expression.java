package dev.imagemanager.rendering.template;

import dev.imagemanager.problem.SourceLocation;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * An expression of a template, and how Qute is told to evaluate it. Paths and calls are Qute's own. Operators become
 * calls of {@link Uses}, because Qute's give {@code &&} and {@code ||} the same precedence, order texts letter by letter
 * ({@code '3.9' > '3.12'}) and do not say where in a tag an operand stands.
 */
public sealed interface Expression {

    /** Where the expression begins. */
    SourceLocation at();

    /** The Qute text whose result may still be "not found"; for the one who uses it to judge. */
    String qute();

    /** The Qute text when something is looked up in the result. */
    default String base() {
        return qute();
    }

    /** The Qute text when the value is needed. */
    default String value() {
        return use("value");
    }

    /** The Qute text when only its truth is asked for. */
    default String test() {
        return use("test");
    }

    default String use(String function) {
        return call(function, at(), List.of(qute()));
    }

    private static String call(String function, SourceLocation at, List<String> arguments) {
        return Uses.NAMESPACE + ":" + function + "(" + at.line() + "," + at.column() + "," + String.join(",", arguments)
                + ")";
    }

    /** @param qute a literal of Qute: a quoted text, an integer, {@code true} or {@code false} */
    record Literal(SourceLocation at, String qute) implements Expression {
        @Override
        public String base() {
            return use("value");
        }

        @Override
        public String value() {
            return qute;
        }
    }

    /** A variable. */
    record Name(SourceLocation at, String name) implements Expression {
        @Override
        public String qute() {
            return name;
        }
    }

    record Property(Expression owner, String name) implements Expression {
        @Override
        public SourceLocation at() {
            return owner.at();
        }

        @Override
        public String qute() {
            return owner.base() + "." + name;
        }
    }

    /** {@code owner[key]}; a function call for Qute, whose brackets do not take every key. */
    record Element(Expression owner, Expression key) implements Expression {
        @Override
        public SourceLocation at() {
            return owner.at();
        }

        @Override
        public String qute() {
            return owner.base() + "." + Members.GET + "(" + key.value() + ")";
        }
    }

    record Call(Expression owner, String function, List<Expression> arguments) implements Expression {
        @Override
        public SourceLocation at() {
            return owner.at();
        }

        @Override
        public String qute() {
            return owner.base() + "." + function
                    + arguments.stream().map(Expression::value).collect(Collectors.joining(",", "(", ")"));
        }
    }

    /** A function of no object: {@code version('3.12')}. */
    record FunctionCall(SourceLocation at, String function, Expression argument) implements Expression {
        @Override
        public String qute() {
            return call(function, at, List.of(argument.value()));
        }
    }

    /** {@code operand??}: the value, or nothing without complaint. */
    record Lenient(Expression operand) implements Expression {
        @Override
        public SourceLocation at() {
            return operand.at();
        }

        @Override
        public String qute() {
            return operand.use("optional");
        }
    }

    /** {@code operand ?: fallback} */
    record Default(Expression operand, Expression fallback) implements Expression {
        @Override
        public SourceLocation at() {
            return operand.at();
        }

        @Override
        public String qute() {
            return call("default", at(), List.of(operand.use("optional"), fallback.value()));
        }
    }

    /** {@code condition ? yes : no} */
    record Choice(Expression condition, Expression yes, Expression no) implements Expression {
        @Override
        public SourceLocation at() {
            return condition.at();
        }

        @Override
        public String qute() {
            return call("choose", at(), List.of(condition.test(), yes.value(), no.value()));
        }
    }

    record Not(SourceLocation at, Expression operand) implements Expression {
        @Override
        public String qute() {
            return call("not", at, List.of(operand.test()));
        }
    }

    /** {@code &&} and {@code ||}, which do not evaluate the second operand when the first decides. */
    record Logic(boolean and, Expression first, Expression second) implements Expression {
        @Override
        public SourceLocation at() {
            return first.at();
        }

        @Override
        public String qute() {
            return call(and ? "and" : "or", at(), List.of(first.test(), second.test()));
        }
    }

    record Compare(Comparison comparison, Expression first, Expression second) implements Expression {
        @Override
        public SourceLocation at() {
            return first.at();
        }

        @Override
        public String qute() {
            String function = comparison.name().toLowerCase(Locale.ROOT);
            return comparison.isOrder()
                    ? call(function, at(), List.of(first.value(), second.value()))
                    : call(function, at(), List.of(first.use("operand"), second.use("operand")));
        }
    }
}
