package dev.imagemanager.config;

import dev.imagemanager.file.PathText;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.problem.SourceLocation;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Finds the definitions of a fleet: {@code images/&#42;&#42;/image.yml} and {@code images/<name>.yml}. */
final class DefinitionFiles {

    private static final String DEFINITION = "image.yml";

    private final Path fleetDirectory;
    private final Path imagesDirectory;
    private final Problems problems;
    private final List<Path> passedOver = new ArrayList<>();

    DefinitionFiles(Path fleetDirectory, Problems problems) {
        this.fleetDirectory = fleetDirectory;
        this.imagesDirectory = fleetDirectory.resolve("images");
        this.problems = problems;
    }

    /** Returns the files, sorted and relative to the fleet's directory. Adds a problem if there are none. */
    List<Path> find() {
        Path shown = fleetDirectory.relativize(imagesDirectory);
        if (!Files.isDirectory(imagesDirectory)) {
            problems.add(Problem.error("there is no directory '" + shown + "' in " + fleetDirectory)
                    .withHint("run image-manager in the fleet's directory, or set it with -C"));
            return List.of();
        }
        int errorsBefore = problems.errorCount();
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(imagesDirectory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    consider(file, found);
                    return FileVisitResult.CONTINUE;
                }

                /** Ignores files that another program removed in the meantime. */
                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) {
                    if (!(failure instanceof NoSuchFileException)) {
                        problems.add(Problem.error(
                                SourceLocation.wholeFile(fleetDirectory.relativize(file)),
                                "it cannot be read: " + FailureReason.of(failure)));
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException unreadable) {
            problems.add(Problem.error("'" + shown + "' cannot be read: " + FailureReason.of(unreadable)));
            return List.of();
        }
        if (found.isEmpty() && problems.errorCount() == errorsBefore) {
            Collections.sort(passedOver);
            problems.add(Problem.error("there are no images in '" + imagesDirectory + "'")
                    .withHint(
                            passedOver.isEmpty()
                                    ? "define the first one in "
                                            + shown.resolve("<name>").resolve(DEFINITION)
                                    : "definition files must end in .yml; rename " + passedOver.get(0)));
        }
        Collections.sort(found);
        return found;
    }

    /** Returns the directory of the templates and the build context of a definition. */
    static Path directoryOf(Path definition) {
        String fileName = definition.getFileName().toString();
        return fileName.equals(DEFINITION)
                ? definition.getParent()
                : definition.resolveSibling(fileName.substring(0, fileName.length() - ".yml".length()));
    }

    private void consider(Path file, List<Path> found) {
        String name = file.getFileName().toString();
        boolean atTop = file.getParent().equals(imagesDirectory);
        boolean isDefinition = name.equals(DEFINITION) || atTop && name.endsWith(".yml") && !name.startsWith(".");
        Path shown = fleetDirectory.relativize(file);
        if (name.equals(DEFINITION) && atTop) {
            problems.add(Problem.error(SourceLocation.wholeFile(shown), "a definition must be in its own directory")
                    .withHint("move it to images/<name>/image.yml or images/<name>.yml"));
        } else if (isDefinition && !PathText.isText(shown)) {
            problems.add(Problem.error(
                            SourceLocation.wholeFile(shown),
                            "the path of this definition has bytes that are not text in this locale")
                    .withHint(PathText.HINT));
        } else if (isDefinition) {
            found.add(shown);
        } else if (name.equals("image.yaml") || atTop && name.endsWith(".yaml") && !name.startsWith(".")) {
            passedOver.add(shown);
            problems.add(Problem.note(SourceLocation.wholeFile(shown), "this file is not read as a definition")
                    .withHint("definition files must end in .yml"));
        }
    }
}
