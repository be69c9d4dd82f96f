package dev.imagemanager.rendering.template;

import dev.imagemanager.problem.SourceLocation;
import io.quarkus.qute.Expression;
import io.quarkus.qute.ResolutionContext;
import io.quarkus.qute.ResultNode;
import io.quarkus.qute.Scope;
import io.quarkus.qute.SectionHelper;
import io.quarkus.qute.SectionHelperFactory;
import io.quarkus.qute.Template;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * {@code {#include path argument=value /}}: renders another template with the variables of this one and the arguments.
 * Replaces Qute's include, which treats the rest of the file as the body of an unclosed include, interprets {@code $}
 * in names, and does not track the including files.
 */
public final class IncludeSection implements SectionHelper {

    private static final String NAME = "include";

    /** Parameters that cannot conflict with arguments, which are names. */
    private static final String FRAGMENT = ":fragment";

    private static final String LINE = ":line";
    private static final String COLUMN = ":column";
    private static final String LINE_BREAK = ":break";

    private final SourceLocation place;
    private final Path fragment;
    private final String lineBreak;
    private final Map<String, Expression> arguments;
    private final Function<Path, Template> templates;

    private IncludeSection(
            SourceLocation place,
            Path fragment,
            String lineBreak,
            Map<String, Expression> arguments,
            Function<Path, Template> templates) {
        this.place = place;
        this.fragment = fragment;
        this.lineBreak = lineBreak;
        this.arguments = arguments;
        this.templates = templates;
    }

    /**
     * @param arguments the Qute text of each argument
     * @return the Qute tag without its {@link #ending}
     */
    static String tag(SourceLocation place, Path fragment, Map<String, String> arguments) {
        String quote = fragment.toString().contains("'") ? "\"" : "'";
        StringBuilder tag = new StringBuilder("{#" + NAME);
        tag.append(" " + FRAGMENT + "=").append(quote).append(fragment).append(quote);
        tag.append(" " + LINE + "=").append(place.line());
        tag.append(" " + COLUMN + "=").append(place.column());
        arguments.forEach(
                (name, value) -> tag.append(' ').append(name).append('=').append(value));
        return tag.toString();
    }

    /** @param lineBreak of the line that is removed with the tag; kept if the fragment's last line has no line break */
    static String ending(String lineBreak) {
        return switch (lineBreak) {
            case "\n" -> " " + LINE_BREAK + "='lf' /}";
            case "\r\n" -> " " + LINE_BREAK + "='crlf' /}";
            default -> " /}";
        };
    }

    SourceLocation place() {
        return place;
    }

    Path fragment() {
        return fragment;
    }

    @Override
    public CompletionStage<ResultNode> resolve(SectionResolutionContext context) {
        return context.evaluate(arguments).thenCompose(values -> {
            ResolutionContext outer = context.resolutionContext();
            Frame frame = Frame.of(outer).include(place, fragment, values);
            return templates
                    .apply(fragment)
                    .getRootNode()
                    .resolve(outer.createChild(frame, null))
                    .thenApply(result -> lineBreak.isEmpty() ? result : new LineEnd(result, lineBreak));
        });
    }

    /** Adds a line break to text whose last line has none. */
    private static final class LineEnd extends ResultNode {

        private final ResultNode text;
        private final String lineBreak;

        LineEnd(ResultNode text, String lineBreak) {
            this.text = text;
            this.lineBreak = lineBreak;
        }

        @Override
        public void process(Consumer<String> output) {
            String[] last = {""};
            text.process(part -> {
                if (!part.isEmpty()) {
                    last[0] = part;
                    output.accept(part);
                }
            });
            if (!last[0].isEmpty() && !last[0].endsWith("\n")) {
                output.accept(lineBreak);
            }
        }
    }

    static final class Factory implements SectionHelperFactory<IncludeSection> {

        private final Function<Path, Template> templates;

        /** @param templates provides the fragments, which were checked before */
        Factory(Function<Path, Template> templates) {
            this.templates = templates;
        }

        @Override
        public List<String> getDefaultAliases() {
            return List.of(NAME);
        }

        @Override
        public Scope initializeBlock(Scope outerScope, BlockInfo block) {
            block.getParameters().forEach((name, value) -> {
                if (isArgument(name)) {
                    block.addExpression(name, value);
                }
            });
            return outerScope;
        }

        @Override
        public IncludeSection initialize(SectionInitContext context) {
            Map<String, Expression> arguments = new LinkedHashMap<>();
            context.getParameters().keySet().stream()
                    .filter(Factory::isArgument)
                    .forEach(name -> arguments.put(name, context.getExpression(name)));
            return new IncludeSection(
                    new SourceLocation(
                            Path.of(context.getOrigin().getTemplateId()),
                            Integer.parseInt(context.getParameter(LINE)),
                            Integer.parseInt(context.getParameter(COLUMN))),
                    Path.of(unquoted(context.getParameter(FRAGMENT))),
                    lineBreak(context.getParameterOrDefault(LINE_BREAK, "''")),
                    arguments,
                    templates);
        }

        private static boolean isArgument(String name) {
            return !name.startsWith(":");
        }

        private static String unquoted(String literal) {
            return literal.substring(1, literal.length() - 1);
        }

        private static String lineBreak(String literal) {
            return switch (unquoted(literal)) {
                case "lf" -> "\n";
                case "crlf" -> "\r\n";
                default -> "";
            };
        }
    }
}
