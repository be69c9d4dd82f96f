package dev.imagemanager.rendering.template;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A value with a fixed set of properties and functions. Templates cannot access anything else, such as methods, fields
 * or classes. Maps, lists and strings can be used directly.
 */
public interface TemplateObject {

    /** Returns the names of all properties. Any other name in a template is an error. */
    Set<String> properties();

    /**
     * @param name one of {@link #properties()}
     * @return null if the property has no value, which templates can test: {@code {#if image.description}}
     * @throws TemplateDataException if the value is not available
     */
    Object property(String name);

    /** Returns the names of all functions. */
    default Set<String> functions() {
        return Set.of();
    }

    /**
     * @param function one of {@link #functions()}
     * @param arguments the arguments, never null
     * @throws TemplateDataException if there is no result; the message is shown with the position of the call
     */
    default Object call(String function, List<Object> arguments) {
        throw new UnsupportedOperationException(function);
    }

    /** Returns what <code>{=object}</code> prints; empty if the object cannot be printed. */
    default Optional<String> text() {
        return Optional.empty();
    }
}
