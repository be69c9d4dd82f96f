package dev.imagemanager.rendering.template;

import dev.imagemanager.problem.SourceLocation;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * An expression of a template, and its translation to Qute. Paths and calls are Qute's own. Operators become calls of
 * {@link Uses}, because Qute gives {@code &&} and {@code ||} the same precedence, compares strings by character
 * ({@code '3.9' > '3.12'}) and does not report the position of an operand.
 */
public sealed interface Expression {

    /** Returns the start of the expression. */
    SourceLocation at();

    /** Returns Qute text whose result may be "not found", which the caller handles. */
    String qute();

    /** Returns Qute text for looking up a member of the result. */
    default String base() {
        return qute();
    }

    /** Returns Qute text for the value. */
    default String value() {
        return use("value");
    }

    /** Returns Qute text for the value as a condition. */
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

    /** @param qute a literal of Qute: a quoted string, an integer, {@code true} or {@code false} */
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

    /** {@code owner[key]}; a function call in Qute, whose brackets do not support all keys. */
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

    /** A global function: {@code version('3.12')}. */
    record FunctionCall(SourceLocation at, String function, Expression argument) implements Expression {
        @Override
        public String qute() {
            return call(function, at, List.of(argument.value()));
        }
    }

    /** {@code operand??}: the value, or nothing if it is missing. */
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

    /** {@code &&} and {@code ||}, which evaluate the second operand only if necessary. */
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
