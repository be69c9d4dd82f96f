package dev.imagemanager.rendering.template;

import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Renders the templates of one fleet, in the syntax of definitions.md ("Template syntax"). Each file is read and parsed
 * once. Safe for use by several threads.
 *
 * <p>Nothing that is missing is passed over. Only a test asks without complaint: {@code {#if variables.extra}},
 * {@code variables.extra ?: 'none'} and {@code variables.extra??} take a missing key for nothing; a misspelt variable or
 * property is an error there too. {@code ==} and {@code !=} do the same with what the data model knows but this target
 * does not have, such as {@code variant.name}.
 */
public final class TemplateEngine {

    private final TemplateLibrary templates;

    /** @param fleetDirectory absolute; shared fragments lie in its {@code templates/} */
    public TemplateEngine(Path fleetDirectory) {
        this.templates = new TemplateLibrary(Fragments.withoutLinks(fleetDirectory));
    }

    /** Looks for broken markup without rendering anything. */
    public void check(Path template, Problems problems) {
        problems.addAll(templates.checked(template).problems());
    }

    /**
     * @param template absolute, or relative to the fleet's directory
     * @param data maps, lists, texts, booleans, integers and {@link TemplateObject}s by name; a name with the value null
     *     is known, but not set for this target. Loops show the order of maps, so it must be the same in every run, which
     *     that of {@link Map#copyOf} is not
     * @return the text, or empty when problems were added: all of the markup, or all values that are missing
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
