package dev.imagemanager.rendering.template;

import dev.imagemanager.problem.SourceLocation;
import java.util.List;
import java.util.Optional;

/**
 * A rendered text, and the lines of templates that its lines come from.
 *
 * @param places of its lines, in their order
 */
public record TextOrigin(String text, List<SourceLocation> places) {

    public TextOrigin {
        places = List.copyOf(places);
    }

    /**
     * @param line of the text, counted from 1
     * @return empty if the text has no such line
     */
    public Optional<SourceLocation> of(int line) {
        return line < 1 || line > places.size() ? Optional.empty() : Optional.of(places.get(line - 1));
    }
}
