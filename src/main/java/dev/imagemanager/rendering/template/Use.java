package dev.imagemanager.rendering.template;

import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.SourceLocation;
import io.quarkus.qute.Booleans;
import io.quarkus.qute.EvalContext;
import io.quarkus.qute.Expression;
import io.quarkus.qute.Results.NotFound;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * One call of one of the {@link Uses}: its arguments, evaluated when asked for, and what to do when one is missing. The
 * first two parameters are line and column, the arguments follow.
 */
public record Use(EvalContext context) {

    private static final int PLACE_PARAMETERS = 2;

    /** @return a value; {@link Outcome.Nothing} when the template allows it, {@link Outcome.Reported} after a problem */
    Object argument(int index) {
        return settle(index, Set.of());
    }

    /** For both sides of {@code ==}: {@code variant.name == 'browser'} does not hold where there is no variant. */
    Object unlessUnset(int index) {
        return settle(index, EnumSet.of(Missing.Kind.UNSET));
    }

    /** For tests: {@code {#if variables.extra}} asks whether there is such a key, but what has it must exist. */
    Object lenient(int index) {
        return settle(index, EnumSet.of(Missing.Kind.UNSET, Missing.Kind.KEY));
    }

    /** For {@code ??} and {@code ?:}, which also ask whether a fragment was given an argument. */
    Object optional(int index) {
        Set<Missing.Kind> allowed = EnumSet.of(Missing.Kind.UNSET, Missing.Kind.KEY);
        if (expression(index).getParts().size() == 1) {
            allowed.add(Missing.Kind.VARIABLE);
        }
        return settle(index, allowed);
    }

    String text() {
        Object value = argument(0);
        if (value instanceof Outcome) {
            return "";
        }
        Optional<String> text = Members.text(value);
        if (text.isEmpty()) {
            String remedy = value instanceof List
                    ? "join its elements: .join(' ')"
                    : "print something of it: " + String.join(", ", new TreeSet<>(names(value)));
            report("this is " + Members.kind(value) + ", which cannot be printed", Optional.of(remedy));
        }
        return text.orElse("");
    }

    Object list() {
        Object value = argument(0);
        if (value instanceof Outcome) {
            return List.of();
        }
        if (!(value instanceof List || value instanceof Map)) {
            report(
                    "{#for} needs a list or a map, this is " + Members.kind(value),
                    Optional.of("a text becomes a list with .split(',')"));
            return List.of();
        }
        return value;
    }

    /** Qute's truth: false are false, 0, the empty text, list and map, and what is not there. */
    boolean test(Object value) {
        return !(value instanceof Outcome) && !Booleans.isFalsy(value);
    }

    /** @return the result, or {@link Outcome.Reported} after the data refused one */
    Object guarded(Supplier<Object> computation) {
        try {
            return computation.get();
        } catch (TemplateDataException exception) {
            return report(exception.getMessage(), exception.hint());
        }
    }

    private Object settle(int index, Set<Missing.Kind> allowed) {
        Object value = Uses.await(context.evaluate(expression(index)));
        if (value instanceof Outcome.Refused refused) {
            return report(refused.reason().getMessage(), refused.reason().hint());
        }
        if (value != null && !(value instanceof NotFound)) {
            return value;
        }
        Missing missing = value instanceof NotFound notFound
                ? Missing.of(notFound, expression(index), context.resolutionContext())
                : Missing.unset(expression(index));
        return allowed.contains(missing.kind())
                ? Outcome.Nothing.INSTANCE
                : report(missing.message(), Optional.of(missing.hint().get()));
    }

    private Outcome report(String message, Optional<String> hint) {
        Frame frame = Frame.of(context.resolutionContext());
        SourceLocation location = new SourceLocation(frame.file(), number(0), number(1));
        Problem problem = Problem.error(location, message);
        frame.report(hint.map(problem::withHint).orElse(problem));
        return Outcome.Reported.INSTANCE;
    }

    private static Set<String> names(Object value) {
        return value instanceof Map<?, ?> map
                ? new MapMembers(map).keys()
                : Members.of(value).map(TemplateObject::properties).orElse(Set.of());
    }

    private int number(int parameter) {
        return (Integer) context.getParams().get(parameter).getLiteral();
    }

    private Expression expression(int index) {
        return context.getParams().get(PLACE_PARAMETERS + index);
    }
}
