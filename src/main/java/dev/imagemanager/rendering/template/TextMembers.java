package dev.imagemanager.rendering.template;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The functions of strings and other scalars (docs/guide/templates.md, "Expressions"). */
public record TextMembers(String value) implements TemplateObject {

    /** The longest result of a function, in characters. */
    private static final int LONGEST = 1 << 20;

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
                yield replace(arguments.text(0), arguments.text(1));
            }
            case "split" -> split(arguments.require(1).text(0));
            case "indent" -> indent(arguments.require(1).number(0));
            default -> throw new IllegalArgumentException(function);
        };
    }

    private String replace(String target, String replacement) {
        if (replacement.length() > target.length()) {
            long occurrences = target.isEmpty() ? value.length() + 1L : occurrences(target);
            requireLength("replace", value.length() + occurrences * (replacement.length() - target.length()));
        }
        return value.replace(target, replacement);
    }

    private long occurrences(String target) {
        long count = 0;
        for (int at = value.indexOf(target); at >= 0; at = value.indexOf(target, at + target.length())) {
            count++;
        }
        return count;
    }

    /** @throws TemplateDataException if the result of a function would be longer than allowed */
    static void requireLength(String function, long characters) {
        if (characters > LONGEST) {
            throw new TemplateDataException(
                    "the result of '" + function + "' is longer than " + LONGEST + " characters");
        }
    }

    private List<String> split(String separator) {
        if (separator.isEmpty()) {
            throw new TemplateDataException("'split' takes a separator of at least one character");
        }
        return List.of(value.split(Pattern.quote(separator), -1));
    }

    /** Indents all lines but the first and empty ones, like Jinja's filter. */
    private String indent(int spaces) {
        requireLength("indent", value.length() + value.lines().count() * spaces);
        return value.replaceAll("(\r?\n)(?=[^\r\n])", "$1" + " ".repeat(spaces));
    }
}
