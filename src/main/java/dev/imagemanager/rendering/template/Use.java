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
 * One call of one of the {@link Uses}, with lazily evaluated arguments. The first two parameters are line and column,
 * the arguments follow.
 */
public record Use(EvalContext context) {

    private static final int PLACE_PARAMETERS = 2;

    /** @return a value; {@link Outcome.Nothing} if it may be missing, {@link Outcome.Reported} after a problem */
    Object argument(int index) {
        return settle(index, Set.of());
    }

    /** Evaluates an operand of {@code ==}: {@code variant.name == 'browser'} is false if there is no variant. */
    Object unlessUnset(int index) {
        return settle(index, EnumSet.of(Missing.Kind.UNSET));
    }

    /** Evaluates a condition: {@code {#if variables.extra}} accepts a missing key, but not a missing map. */
    Object lenient(int index) {
        return settle(index, EnumSet.of(Missing.Kind.UNSET, Missing.Kind.KEY));
    }

    /** Evaluates the operand of {@code ??} and {@code ?:}, which also accept a missing argument of a fragment. */
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
                    : "print one of its properties: " + String.join(", ", new TreeSet<>(names(value)));
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
                    "{#for} needs a list or a map, but this is " + Members.kind(value),
                    Optional.of("use .split(',') to split a string into a list"));
            return List.of();
        }
        Frame.of(context.resolutionContext())
                .budget()
                .takeSteps(value instanceof Map<?, ?> map ? map.size() : ((List<?>) value).size());
        return value;
    }

    /** Returns the truth value as in Qute: false for false, 0, empty strings, lists and maps, and missing values. */
    boolean test(Object value) {
        return !(value instanceof Outcome) && !Booleans.isFalsy(value);
    }

    /** @return the result, or {@link Outcome.Reported} if the data threw an exception */
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
