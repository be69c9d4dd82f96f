package dev.imagemanager.rendering.template;

import dev.imagemanager.file.ExistingDirectory;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.problem.SourceLocation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Renders the templates of one fleet (docs/guide/templates.md, "What is template"). Reads and parses each file once. Safe
 * for use by several threads.
 *
 * <p>Missing values are errors, with these exceptions: {@code {#if variables.extra}}, {@code variables.extra ?: 'none'}
 * and {@code variables.extra??} accept a missing key, but not an unknown variable or property. {@code ==} and
 * {@code !=} accept properties without a value for this target, such as {@code variant.name}.
 */
public final class TemplateEngine {

    private final TemplateLibrary templates;
    private final AtomicLong steps = new AtomicLong();

    /** @param fleetDirectory absolute; contains shared fragments in {@code templates/} */
    public TemplateEngine(Path fleetDirectory) {
        this(fleetDirectory, false);
    }

    private TemplateEngine(Path fleetDirectory, boolean isMarked) {
        this.templates = new TemplateLibrary(ExistingDirectory.withoutLinks(fleetDirectory), isMarked);
    }

    /**
     * Returns where the lines of a rendered text come from, for messages about it. Renders it once more.
     *
     * @param rendered what the template was rendered to
     * @return empty if it is rendered to another text now
     */
    public static Optional<TextOrigin> origin(
            Path fleetDirectory, Path template, Map<String, Object> data, String rendered) {
        return new TemplateEngine(fleetDirectory, true)
                .render(template, data, new Problems())
                .map(marked -> LineMarks.read(template, marked))
                .filter(origin -> origin.text().equals(rendered));
    }

    /** Checks the syntax of a template without rendering it. */
    public void check(Path template, Problems problems) {
        problems.addAll(templates.checked(template).problems());
    }

    /**
     * Returns a template and all that it includes, as far as they can be read: real paths, relative to the fleet's directory.
     */
    public Set<Path> filesOf(Path template) {
        return templates.checked(template).files();
    }

    /**
     * @param template absolute, or relative to the fleet's directory
     * @param data maps, lists, strings, Booleans, integers and {@link TemplateObject}s by name; null for a property
     *     without a value. Maps must have a stable order, since loops show it; {@link Map#copyOf} has none
     * @return the text; empty if problems were added: all syntax errors or all missing values
     */
    public Optional<String> render(Path template, Map<String, Object> data, Problems problems) {
        TemplateLibrary.Checked checked = templates.checked(template);
        if (checked.template().isEmpty()) {
            problems.addAll(checked.problems());
            return Optional.empty();
        }
        List<Problem> found = new ArrayList<>();
        Budget budget = new Budget(steps);
        StringBuilder text = new StringBuilder();
        try {
            checked.template()
                    .get()
                    .instance()
                    .data(Frame.root(checked.file(), data, budget, found::add))
                    .consume(part -> {
                        budget.print(part);
                        text.append(part);
                    })
                    .toCompletableFuture()
                    .join();
        } catch (StackOverflowError tooDeep) {
            found.add(Problem.error(
                            SourceLocation.wholeFile(checked.file()),
                            "sections, includes and expressions are nested too deeply")
                    .withHint("simplify the template"));
        } catch (RuntimeException failure) {
            found.add(exceeded(failure).problem(checked.file()));
        }
        problems.addAll(found);
        return found.isEmpty() ? Optional.of(text.toString()) : Optional.empty();
    }

    /** Qute and the completion stages may wrap an exception. */
    private static Budget.ExceededException exceeded(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Budget.ExceededException exceeded) {
                return exceeded;
            }
        }
        throw failure;
    }
}
