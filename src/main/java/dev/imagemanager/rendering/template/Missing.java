package dev.imagemanager.rendering.template;

import dev.imagemanager.problem.Suggestion;
import io.quarkus.qute.Expression;
import io.quarkus.qute.Expression.Part;
import io.quarkus.qute.ResolutionContext;
import io.quarkus.qute.Results.NotFound;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The reason why an expression has no value.
 *
 * @param hint what to write instead; computed only if needed
 */
public record Missing(Kind kind, String message, Supplier<String> hint) {

    enum Kind {
        /** The variable does not exist. */
        VARIABLE,
        /** A map of the user has no such key; it may have one for another tag. */
        KEY,
        /** The data model has no such property or function for any tag. */
        MEMBER,
        /** The property exists but has no value, such as the variant of a target without variant. */
        UNSET
    }

    /** @param expression the evaluated expression */
    static Missing of(NotFound notFound, Expression expression, ResolutionContext context) {
        String name = notFound.getName().orElseThrow();
        Object owner = notFound.getBase().orElse(null);
        if (owner instanceof Frame) {
            return variable(name, context);
        }
        String path = path(expression, name);
        Optional<TemplateObject> object = Members.of(owner);
        if (object.isEmpty() || !called(notFound) && object.get().properties().contains(name)) {
            return unset(path.isEmpty() ? name : path + "." + name);
        }
        if (owner instanceof Map<?, ?> map && (!called(notFound) || name.equals(Members.GET))) {
            return key(new MapMembers(map), called(notFound) ? argument(notFound, context) : name, path);
        }
        Set<String> known =
                called(notFound) ? object.get().functions() : object.get().properties();
        String what = called(notFound) ? "function" : "property";
        return new Missing(
                Kind.MEMBER,
                named(path, Members.kind(owner)) + " has no " + what + " '" + name + "'",
                () -> Suggestion.hint(name, known, called(notFound) ? "functions" : "properties"));
    }

    private static Missing variable(String name, ResolutionContext context) {
        Set<String> names = Frame.visibleNames(context);
        if (names.contains(name)) {
            return unset(name);
        }
        String advice = Frame.of(context).isFragment() ? "; for an optional argument, write " + name + "??" : "";
        return new Missing(
                Kind.VARIABLE,
                "there is no variable '" + name + "'",
                () -> Suggestion.hint(name, names, "variables") + advice);
    }

    /** Returns the reason for a property that exists but has no value. */
    static Missing unset(Expression expression) {
        return unset(path(expression, ""));
    }

    private static Missing unset(String path) {
        return new Missing(
                Kind.UNSET,
                named(path, "this") + " is not set",
                () -> path.isEmpty()
                        ? "give a default with ?:"
                        : "test it first: {#if " + path + "}, or give a default: " + path + " ?: '…'");
    }

    private static Missing key(MapMembers map, String key, String path) {
        String step = key.matches("\\w+") ? "." + key : "['" + key + "']";
        return new Missing(Kind.KEY, named(path, "the map") + " has no key '" + key + "'", () -> {
            boolean mistyped = Suggestion.closest(key, map.keys()).isPresent();
            String advice = mistyped ? "" : "; for an optional key, give a default: " + path + step + " ?: '…'";
            return Suggestion.hint(key, map.keys(), "keys") + advice;
        });
    }

    private static boolean called(NotFound notFound) {
        return !notFound.getParams().isEmpty();
    }

    private static String argument(NotFound notFound, ResolutionContext context) {
        Object argument = Uses.await(context.evaluate(notFound.getParams().get(0)));
        return Members.text(argument).orElseGet(() -> Members.kind(argument));
    }

    private static String named(String path, String otherwise) {
        return path.isEmpty() ? otherwise : "'" + path + "'";
    }

    /** @return the path up to the given part; empty if the expression is not a plain path */
    private static String path(Expression expression, String untilPart) {
        if (expression.isLiteral() || expression.hasNamespace()) {
            return "";
        }
        List<Part> parts = expression.getParts();
        StringBuilder path = new StringBuilder(parts.get(0).getName());
        for (int i = 1; i < parts.size() && !parts.get(i).getName().equals(untilPart); i++) {
            append(path, parts.get(i));
        }
        return path.toString();
    }

    private static void append(StringBuilder path, Part part) {
        List<Expression> arguments =
                part.isVirtualMethod() ? part.asVirtualMethod().getParameters() : List.of();
        if (part.getName().equals(Members.GET)
                && arguments.size() == 1
                && arguments.get(0).isLiteral()) {
            path.append("['").append(arguments.get(0).getLiteral()).append("']");
        } else {
            path.append('.').append(part.getName()).append(part.isVirtualMethod() ? "(…)" : "");
        }
    }
}
