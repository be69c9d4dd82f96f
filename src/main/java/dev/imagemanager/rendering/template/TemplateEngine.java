package dev.imagemanager.rendering.template;

import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    /** @param fleetDirectory absolute; contains shared fragments in {@code templates/} */
    public TemplateEngine(Path fleetDirectory) {
        this.templates = new TemplateLibrary(Fragments.withoutLinks(fleetDirectory));
    }

    /** Checks the syntax of a template without rendering it. */
    public void check(Path template, Problems problems) {
        problems.addAll(templates.checked(template).problems());
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
        String text = checked.template()
                .get()
                .instance()
                .data(Frame.root(checked.file(), data, found::add))
                .render();
        problems.addAll(found);
        return found.isEmpty() ? Optional.of(text) : Optional.empty();
    }
}
