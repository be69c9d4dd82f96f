package dev.imagemanager.output;

import dev.imagemanager.file.AtomicFolder;
import dev.imagemanager.problem.EnvironmentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Compares and writes many files of {@code dist/}. Each call looks at a folder once, whatever the number of its files; the
 * rules are those of {@link OutputDirectory}.
 */
public final class OutputBatch {

    private final OutputDirectory output;

    public OutputBatch(OutputDirectory output) {
        this.output = output;
    }

    /**
     * Writes files. A folder that is new appears with all its files at once. The caller holds the {@link OutputLock}.
     *
     * @throws EnvironmentException if a file cannot be written; it is unchanged then
     */
    public void write(SortedMap<Path, GeneratedFile> files) {
        Map<Path, SortedMap<Path, GeneratedFile>> byFolder = new LinkedHashMap<>();
        files.forEach((file, content) -> byFolder.computeIfAbsent(
                        output.absolute(file).getParent(), folder -> new TreeMap<>())
                .put(file, content));
        Folders folders = new Folders();
        byFolder.forEach((folder, inFolder) -> {
            try {
                if (folder.equals(output.output()) || folders.exist(folder) || !create(folder, inFolder, folders)) {
                    inFolder.forEach(output::write);
                }
            } catch (IOException failure) {
                throw output.failed("write", inFolder.firstKey(), failure);
            }
        });
    }

    /** @return false if the folder exists meanwhile */
    private boolean create(Path folder, SortedMap<Path, GeneratedFile> files, Folders folders) throws IOException {
        folders.prepare(folder.getParent());
        try (AtomicFolder created = AtomicFolder.creating(folder)) {
            for (Map.Entry<Path, GeneratedFile> file : files.entrySet()) {
                created.write(
                        file.getKey().getFileName().toString(),
                        file.getValue().content(),
                        OutputDirectory.permissions(file.getValue()));
            }
            return created.commit();
        }
    }

    /**
     * Returns the files that do not have the wanted content or execute permission.
     *
     * @throws EnvironmentException if a file cannot be read
     */
    public SortedMap<Path, GeneratedFile> outdated(SortedMap<Path, GeneratedFile> wanted) {
        Folders folders = new Folders();
        SortedMap<Path, GeneratedFile> outdated = new TreeMap<>(wanted);
        outdated.entrySet()
                .removeIf(file -> isIn(folders, file.getKey()) && output.has(file.getKey(), file.getValue()));
        return outdated;
    }

    /** Removes the files that do not exist, which something else in their place is not. */
    public void retainExisting(Collection<Path> files) {
        Folders folders = new Folders();
        files.removeIf(file -> !isIn(folders, file) || !output.contains(file));
    }

    private boolean isIn(Folders folders, Path file) {
        try {
            return folders.exist(output.absolute(file).getParent());
        } catch (IOException refused) {
            throw output.failed("read", file, refused);
        }
    }

    /** Looks at each folder in {@code dist/} once. */
    private final class Folders {

        private final Map<Path, Boolean> seen = new HashMap<>();
        private final Set<Path> prepared = new HashSet<>();

        /** @throws IOException if there is something else in its place */
        boolean exist(Path folder) throws IOException {
            Boolean known = seen.get(folder);
            if (known == null) {
                known = (folder.equals(output.output()) || exist(folder.getParent())) && output.exists(folder);
                seen.put(folder, known);
            }
            return known;
        }

        /** Creates a folder, unless it exists, and removes what killed runs left in it. */
        void prepare(Path folder) throws IOException {
            if (!prepared.add(folder)) {
                return;
            }
            if (exist(folder)) {
                AtomicFolder.removeLeftovers(folder);
            } else {
                Files.createDirectories(folder);
                seen.put(folder, true);
            }
        }
    }
}
