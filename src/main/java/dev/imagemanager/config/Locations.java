package dev.imagemanager.config;

import dev.imagemanager.problem.SourceLocation;
import java.util.Map;

/** Where in a file the values of a definition stand. */
public record Locations(Map<String, SourceLocation> byPath) {

    public Locations {
        byPath = Map.copyOf(byPath);
    }

    /** The place of a value, or of the closest value around it that is written. */
    public SourceLocation of(String path) {
        String known = path;
        while (!byPath.containsKey(known)) {
            known = known.substring(0, Math.max(0, Math.max(known.lastIndexOf('.'), known.lastIndexOf('['))));
        }
        return byPath.get(known);
    }
}
