package dev.imagemanager.rendering.template;

import io.quarkus.qute.CompletedStage;
import io.quarkus.qute.EvalContext;
import io.quarkus.qute.NamespaceResolver;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The uses of expressions in templates. {@code use:text(3,14,versions.python)} prints the value of the expression in
 * line 3, column 14, or reports that it is missing. Rendering continues after a problem, so that all problems are shown
 * at once; the text is then discarded.
 *
 * <p>Only {@link QuteText} can call these functions: the syntax of expressions has no namespaces.
 */
public final class Uses implements NamespaceResolver {

    static final String NAMESPACE = "use";

    private final Map<String, Function<Use, Object>> functions = Map.ofEntries(
            Map.entry("text", Use::text),
            Map.entry("value", use -> use.argument(0)),
            Map.entry("optional", use -> use.optional(0)),
            Map.entry("operand", use -> use.unlessUnset(0)),
            Map.entry("subject", Uses::subject),
            Map.entry("list", Use::list),
            Map.entry("test", use -> use.test(use.lenient(0))),
            Map.entry("not", use -> !use.test(use.argument(0))),
            Map.entry("and", use -> use.test(use.argument(0)) && use.test(use.argument(1))),
            Map.entry("or", use -> use.test(use.argument(0)) || use.test(use.argument(1))),
            Map.entry("choose", use -> use.argument(use.test(use.argument(0)) ? 1 : 2)),
            Map.entry("default", Uses::orDefault),
            Map.entry("version", Uses::version),
            Map.entry("eq", use -> compare(use, Comparison.EQ)),
            Map.entry("ne", use -> compare(use, Comparison.NE)),
            Map.entry("gt", use -> compare(use, Comparison.GT)),
            Map.entry("ge", use -> compare(use, Comparison.GE)),
            Map.entry("le", use -> compare(use, Comparison.LE)),
            Map.entry("lt", use -> compare(use, Comparison.LT)));

    @Override
    public String getNamespace() {
        return NAMESPACE;
    }

    @Override
    public CompletionStage<Object> resolve(EvalContext context) {
        Frame.of(context.resolutionContext()).budget().takeSteps(1);
        return CompletedStage.of(functions.get(context.getName()).apply(new Use(context)));
    }

    /** Returns the result of a stage, which is never asynchronous here. */
    static Object await(CompletionStage<Object> stage) {
        return stage.toCompletableFuture().join();
    }

    private static Object orDefault(Use use) {
        Object value = use.argument(0);
        return value == Outcome.Nothing.INSTANCE ? use.argument(1) : value;
    }

    private static Object subject(Use use) {
        Object value = use.unlessUnset(0);
        return value instanceof Outcome ? null : Members.text(value).orElse(null);
    }

    private static Object version(Use use) {
        Object value = use.argument(0);
        if (value == Outcome.Reported.INSTANCE) {
            return value;
        }
        return use.guarded(() -> Version.of(new Arguments("version", List.of(value)).text(0)));
    }

    private static boolean compare(Use use, Comparison comparison) {
        Object first = use.argument(0);
        Object second = use.argument(1);
        if (first == Outcome.Reported.INSTANCE || second == Outcome.Reported.INSTANCE) {
            return false;
        }
        return use.guarded(() -> comparison.holds(first, second)) == Boolean.TRUE;
    }
}
