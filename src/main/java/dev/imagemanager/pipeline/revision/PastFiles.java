package dev.imagemanager.pipeline.revision;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All files of a fleet's directory at a revision. Git knows no folders without files.
 *
 * @param byPath relative to the fleet's directory
 */
public record PastFiles(NavigableMap<Path, PastFile> byPath) {

    public static final PastFiles NONE = new PastFiles(Collections.emptyNavigableMap());

    /** No name begins with a smaller byte. */
    private static final String FIRST_NAME = "\u0001";

    public PastFiles {
        byPath = Collections.unmodifiableNavigableMap(new TreeMap<>(byPath));
    }

    public Optional<PastFile> find(Path file) {
        return Optional.ofNullable(byPath.get(file));
    }

    /** @param folder relative to the fleet's directory; empty for that directory */
    Collection<Path> below(Path folder) {
        if (folder.toString().isEmpty()) {
            return byPath.keySet();
        }
        NavigableMap<Path, PastFile> after = byPath.tailMap(folder.resolve(FIRST_NAME), true);
        Path end = after.navigableKeySet().stream()
                .filter(path -> !path.startsWith(folder))
                .findFirst()
                .orElse(null);
        return end == null ? after.keySet() : after.headMap(end, false).keySet();
    }
}
