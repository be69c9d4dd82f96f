package dev.imagemanager.rendering;

import dev.imagemanager.problem.Suggestion;
import io.quarkus.qute.Expression;
import io.quarkus.qute.Expression.Part;
import io.quarkus.qute.ResolutionContext;
import io.quarkus.qute.Results.NotFound;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Why an expression has no value.
 *
 * @param hint what to write instead
 */
record Missing(Kind kind, String message, String hint) {

    enum Kind {
        /** Nothing has the name with which the expression begins. */
        VARIABLE,
        /** A map of the user's has no such key; it may have one for another tag. */
        KEY,
        /** The data model has no such property or function, for no tag. */
        MEMBER,
        /** Known to the data model, but without a value here: the variant of a target that is none. */
        UNSET
    }

    /** @param expression what was evaluated, as Qute sees it */
    static Missing of(NotFound notFound, Expression expression, ResolutionContext context) {
        String name = notFound.getName().orElseThrow();
        Object owner = notFound.getBase().orElse(null);
        String path = path(expression, name);
        if (owner instanceof Frame) {
            Set<String> names = Frame.visibleNames(context);
            return names.contains(name)
                    ? unset(name)
                    : new Missing(
                            Kind.VARIABLE,
                            "there is no variable '" + name + "'",
                            Suggestion.hint(name, names, "variables"));
        }
        Optional<TemplateObject> object = Members.of(owner);
        if (object.isEmpty() || !called(notFound) && object.get().properties().contains(name)) {
            return unset(path.isEmpty() ? name : path + "." + name);
        }
        if (owner instanceof Map<?, ?> map && (!called(notFound) || name.equals(Members.GET))) {
            return key(new MapMembers(map), called(notFound) ? argument(notFound) : name, path);
        }
        Set<String> known =
                called(notFound) ? object.get().functions() : object.get().properties();
        String what = called(notFound) ? "function" : "property";
        return new Missing(
                Kind.MEMBER,
                named(path, Members.kind(owner)) + " has no " + what + " '" + name + "'",
                Suggestion.hint(name, known, called(notFound) ? "functions" : "properties"));
    }

    /** What has no value although it is there. */
    static Missing unset(Expression expression) {
        return unset(path(expression, ""));
    }

    private static Missing unset(String path) {
        return new Missing(
                Kind.UNSET,
                named(path, "this") + " is not set",
                path.isEmpty()
                        ? "give a default with ?:"
                        : "test it first: {#if " + path + "}, or give a default: " + path + " ?: '…'");
    }

    private static Missing key(MapMembers map, String key, String path) {
        String hint = Suggestion.hint(key, map.keys(), "keys");
        boolean mistyped = Suggestion.closest(key, map.keys()).isPresent();
        String step = key.matches("\\w+") ? "." + key : "['" + key + "']";
        return new Missing(
                Kind.KEY,
                named(path, "the map") + " has no key '" + key + "'",
                mistyped ? hint : hint + "; for an optional key, give a default: " + path + step + " ?: '…'");
    }

    private static boolean called(NotFound notFound) {
        return !notFound.getParams().isEmpty();
    }

    private static String argument(NotFound notFound) {
        Expression argument = notFound.getParams().get(0);
        return argument.isLiteral() ? String.valueOf(argument.getLiteral()) : path(argument, "");
    }

    private static String named(String path, String otherwise) {
        return path.isEmpty() ? otherwise : "'" + path + "'";
    }

    /** @return what is written before the given part; nothing when it is no plain path */
    private static String path(Expression expression, String untilPart) {
        if (expression.isLiteral() || expression.hasNamespace()) {
            return "";
        }
        StringBuilder path = new StringBuilder();
        for (Part part : expression.getParts()) {
            if (part.getName().equals(untilPart)) {
                break;
            }
            append(path, part);
        }
        return path.toString();
    }

    private static void append(StringBuilder path, Part part) {
        List<Expression> arguments =
                part.isVirtualMethod() ? part.asVirtualMethod().getParameters() : List.of();
        if (!path.isEmpty() && !part.getName().equals(Members.GET)) {
            path.append('.');
        }
        if (!part.isVirtualMethod()) {
            path.append(part.getName());
        } else if (part.getName().equals(Members.GET)
                && arguments.size() == 1
                && arguments.get(0).isLiteral()) {
            path.append("['").append(arguments.get(0).getLiteral()).append("']");
        } else {
            path.append(part.getName()).append("(…)");
        }
    }
}
