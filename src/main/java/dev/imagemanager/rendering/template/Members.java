package dev.imagemanager.rendering.template;

import io.quarkus.qute.CompletedStage;
import io.quarkus.qute.EvalContext;
import io.quarkus.qute.Expression;
import io.quarkus.qute.Results;
import io.quarkus.qute.ValueResolver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Resolves the properties and functions of values. Replaces all value resolvers of Qute, which support undocumented
 * names, prefer map functions to map keys, and can call any method by reflection.
 */
public final class Members implements ValueResolver {

    /** The function of maps and lists for {@code owner[key]}. */
    static final String GET = "get";

    /** @return empty for values that are not data, such as Qute's scopes */
    static Optional<TemplateObject> of(Object value) {
        if (value instanceof TemplateObject object) {
            return Optional.of(object);
        } else if (value instanceof Map<?, ?> map) {
            return Optional.of(new MapMembers(map));
        } else if (value instanceof List<?> list) {
            return Optional.of(new ListMembers(list));
        } else if (value instanceof Map.Entry<?, ?> entry) {
            return Optional.of(new EntryMembers(entry));
        }
        return text(value).map(TextMembers::new);
    }

    /** @return the printed value; empty if it is not a scalar */
    static Optional<String> text(Object value) {
        if (value instanceof TemplateObject object) {
            return object.text();
        }
        return value instanceof String || value instanceof Boolean || value instanceof Number
                ? Optional.of(value.toString())
                : Optional.empty();
    }

    /** Returns the kind of value, for messages. */
    static String kind(Object value) {
        if (value == Outcome.Nothing.INSTANCE) {
            return "nothing";
        } else if (value instanceof Map) {
            return "a map";
        } else if (value instanceof List) {
            return "a list";
        }
        return text(value).isPresent() ? "a string" : "an object";
    }

    @Override
    public boolean appliesTo(EvalContext context) {
        Object base = context.getBase();
        return base instanceof Outcome || of(base).isPresent();
    }

    @Override
    public CompletionStage<Object> resolve(EvalContext context) {
        if (context.getBase() instanceof Outcome outcome) {
            return CompletedStage.of(outcome);
        }
        Object result;
        try {
            result = member(of(context.getBase()).orElseThrow(), context);
        } catch (TemplateDataException exception) {
            result = new Outcome.Refused(exception);
        }
        return result == null ? Results.notFound(context) : CompletedStage.of(result);
    }

    private static Object member(TemplateObject object, EvalContext context) {
        String name = context.getName();
        if (context.getParams().isEmpty() && object.properties().contains(name)) {
            return object.property(name);
        }
        if (!object.functions().contains(name)) {
            return null;
        }
        List<Object> arguments = new ArrayList<>();
        for (Expression parameter : context.getParams()) {
            Object argument = Uses.await(context.evaluate(parameter));
            if (argument == Outcome.Reported.INSTANCE) {
                return argument;
            } else if (argument == Outcome.Nothing.INSTANCE) {
                throw new TemplateDataException("'" + name + "' has an argument without a value");
            }
            arguments.add(argument);
        }
        return object.call(name, arguments);
    }
}
