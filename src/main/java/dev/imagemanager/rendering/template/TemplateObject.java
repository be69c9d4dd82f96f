package dev.imagemanager.rendering.template;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A value with a fixed set of properties and functions. Templates reach what is listed here and nothing else: no
 * methods, no fields, no classes. Maps, lists and texts need no such view; they can be put into the data as they are.
 */
public interface TemplateObject {

    /** The names that {@link #property} knows. Any other name in a template is an error. */
    Set<String> properties();

    /**
     * @param name one of {@link #properties()}
     * @return null when it exists but has no value here, which templates can test: {@code {#if image.description}}
     * @throws TemplateDataException when it cannot be had
     */
    Object property(String name);

    /** The names that {@link #call} knows. */
    default Set<String> functions() {
        return Set.of();
    }

    /**
     * @param function one of {@link #functions()}
     * @param arguments the values that stand between the parentheses, none of them null
     * @throws TemplateDataException when there is no result; the message is shown with the place of the call
     */
    default Object call(String function, List<Object> arguments) {
        throw new UnsupportedOperationException(function);
    }

    /** What <code>{=object}</code> prints; empty when the object itself cannot be printed. */
    default Optional<String> text() {
        return Optional.empty();
    }
}
