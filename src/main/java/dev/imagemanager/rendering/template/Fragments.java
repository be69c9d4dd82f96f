package dev.imagemanager.rendering.template;

import dev.imagemanager.file.FleetReader;
import dev.imagemanager.file.PathText;
import dev.imagemanager.file.RefusedFileException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Suggestion;
import java.io.IOException;
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
    private final FleetReader files;
    private final Path shared;

    /** @param fleetDirectory absolute, with links resolved */
    Fragments(Path fleetDirectory, FleetReader files) {
        this.fleetDirectory = fleetDirectory;
        this.files = files;
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
            if (files.isFile(candidate)) {
                return real(candidate, name, offset);
            }
        }
        throw new SyntaxException(offset, "there is no template '" + name + "' to include", hint(name, candidates));
    }

    private Path real(Path candidate, String name, int offset) {
        try {
            Path real = fleetDirectory.relativize(files.realPath(candidate));
            if (PathText.isText(real)) {
                return real;
            }
            throw new SyntaxException(offset, "the include '" + name + "' has a path that is not UTF-8", PathText.HINT);
        } catch (RefusedFileException outside) {
            throw outside(name, offset);
        } catch (IOException unreadable) {
            throw new SyntaxException(
                    offset,
                    "the include '" + name + "' cannot be read: " + FailureReason.of(unreadable),
                    "check " + fleetDirectory.relativize(candidate));
        }
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
        return files.below(shared).stream()
                .map(Path::toString)
                .map(file -> file.endsWith(ENDING) ? file.substring(0, file.length() - ENDING.length()) : file)
                .toList();
    }
}
