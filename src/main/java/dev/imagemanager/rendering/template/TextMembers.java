package dev.imagemanager.rendering.template;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The functions of strings and other scalars (docs/guide/templates.md, "Expressions"). */
public record TextMembers(String value) implements TemplateObject {

    @Override
    public Set<String> properties() {
        return Set.of("upper", "lower");
    }

    @Override
    public Object property(String name) {
        return name.equals("upper") ? value.toUpperCase(Locale.ROOT) : value.toLowerCase(Locale.ROOT);
    }

    @Override
    public Set<String> functions() {
        return Set.of("replace", "split", "indent");
    }

    @Override
    public Object call(String function, List<Object> values) {
        Arguments arguments = new Arguments(function, values);
        return switch (function) {
            case "replace" -> {
                arguments.require(2);
                yield value.replace(arguments.text(0), arguments.text(1));
            }
            case "split" -> split(arguments.require(1).text(0));
            case "indent" -> indent(arguments.require(1).number(0));
            default -> throw new IllegalArgumentException(function);
        };
    }

    private List<String> split(String separator) {
        if (separator.isEmpty()) {
            throw new TemplateDataException("'split' takes a separator of at least one character");
        }
        return List.of(value.split(Pattern.quote(separator), -1));
    }

    /** Indents all lines but the first and empty ones, like Jinja's filter. */
    private String indent(int spaces) {
        return value.replaceAll("(\r?\n)(?=[^\r\n])", "$1" + " ".repeat(spaces));
    }
}
