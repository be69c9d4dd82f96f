package dev.imagemanager.rendering.template;

import dev.imagemanager.problem.Suggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds included files. {@code common/apt} is {@code templates/common/apt} or {@code templates/common/apt.tmpl} of the
 * fleet; a name that starts with {@code ./} or {@code ../} is relative to the including file. The file must be inside
 * the fleet's directory, also after resolving links.
 */
public final class Fragments {

    private static final String ENDING = ".tmpl";

    private final Path fleetDirectory;
    private final Path shared;

    /** @param fleetDirectory absolute, with links resolved */
    Fragments(Path fleetDirectory) {
        this.fleetDirectory = fleetDirectory;
        this.shared = fleetDirectory.resolve("templates");
    }

    /**
     * @param name as written
     * @param offset offset of the name, for messages
     * @param includer relative to the fleet's directory
     * @return relative to the fleet's directory
     * @throws SyntaxException if the file does not exist, or is outside the fleet's directory
     */
    Path find(String name, int offset, Path includer) {
        boolean relative = name.startsWith("./") || name.startsWith("../");
        Path folder = relative ? fleetDirectory.resolve(includer).getParent() : shared;
        List<Path> candidates = candidates(folder, name, offset);
        if (!candidates.get(0).startsWith(fleetDirectory)) {
            throw outside(name, offset);
        }
        for (Path candidate : candidates) {
            if (Files.isRegularFile(candidate)) {
                Path file = withoutLinks(candidate);
                if (!file.startsWith(fleetDirectory)) {
                    throw outside(name, offset);
                }
                return fleetDirectory.relativize(file);
            }
        }
        throw new SyntaxException(offset, "there is no template '" + name + "' to include", hint(name, candidates));
    }

    private static List<Path> candidates(Path folder, String name, int offset) {
        try {
            return Stream.of(name, name + ENDING)
                    .map(candidate -> folder.resolve(candidate).normalize())
                    .toList();
        } catch (InvalidPathException exception) {
            throw new SyntaxException(offset, "the include's name is not a valid file name: " + exception.getReason());
        }
    }

    private static SyntaxException outside(String name, int offset) {
        return new SyntaxException(
                offset,
                "the include '" + name + "' is outside the fleet's directory",
                "put the file into the fleet's templates/");
    }

    private String hint(String name, List<Path> candidates) {
        String places = candidates.stream()
                .map(candidate -> fleetDirectory.relativize(candidate).toString())
                .collect(Collectors.joining(", "));
        return "looked for " + places
                + Suggestion.closest(name, sharedNames())
                        .map(closest -> "; did you mean '" + closest + "'?")
                        .orElse("");
    }

    private List<String> sharedNames() {
        if (!Files.isDirectory(shared)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(shared)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> shared.relativize(file).toString())
                    .map(file -> file.endsWith(ENDING) ? file.substring(0, file.length() - ENDING.length()) : file)
                    .toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    /** Resolves links. A file that does not exist keeps its path, and is reported when it is read. */
    static Path withoutLinks(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException unreadable) {
            return file.toAbsolutePath().normalize();
        }
    }
}
