package dev.imagemanager.model;

import dev.imagemanager.file.FleetReader;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.problem.SourceLocation;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the sources of a definition's Dockerfile and test file. Uses the first that exists of: the variant's explicit
 * template, a file named after the variant, the image's explicit template, the default template, a plain file.
 */
@Singleton
public final class TemplateResolver {

    private static final String TEMPLATE_ENDING = ".tmpl";

    /**
     * The image or variant to find files for.
     *
     * @param directory of the definition, relative to the fleet's
     * @param definition position of the image or the variant
     * @param variant the variant's name; empty for the image itself
     * @param problems receives errors and notes
     */
    record Search(
            Path fleetDirectory,
            Path directory,
            SourceLocation definition,
            Optional<String> variant,
            Problems problems) {

        private boolean isFile(Path file) {
            return new FleetReader(fleetDirectory).isFile(file);
        }
    }

    /** An explicit template and its position; the path is relative to the definition's directory. */
    record Explicit(String path, SourceLocation writtenAt) {}

    /** @return empty if a problem was added */
    Optional<TemplateFile> dockerfile(Search search, Optional<Explicit> ofVariant, Optional<Explicit> ofImage) {
        Path directory = search.directory();
        if (ofVariant.isPresent()) {
            return explicit(search, ofVariant.get());
        }
        List<Path> candidates = new ArrayList<>();
        search.variant().ifPresent(name -> {
            candidates.add(directory.resolve("Dockerfile." + name + TEMPLATE_ENDING));
            candidates.add(directory.resolve(name).resolve("Dockerfile" + TEMPLATE_ENDING));
        });
        Optional<TemplateFile> named = first(search, candidates);
        if (named.isEmpty() && ofImage.isPresent()) {
            return explicit(search, ofImage.get());
        }
        candidates.add(directory.resolve("Dockerfile" + TEMPLATE_ENDING));
        candidates.add(directory.resolve("Dockerfile"));
        Optional<TemplateFile> found = first(search, candidates);
        if (found.isEmpty()) {
            String what = search.variant().map(name -> "variant '" + name + "'").orElse("this image");
            search.problems()
                    .add(Problem.error(search.definition(), "there is no template for the Dockerfile of " + what)
                            .withHint("looked for " + listed(candidates)));
        }
        return found;
    }

    /** @return empty if there is no test; a note was added then */
    Optional<TemplateFile> test(Search search) {
        Path directory = search.directory();
        List<Path> candidates = new ArrayList<>();
        search.variant().ifPresent(name -> {
            candidates.add(directory.resolve("test." + name + ".yml" + TEMPLATE_ENDING));
            candidates.add(directory.resolve(name).resolve("test.yml" + TEMPLATE_ENDING));
        });
        candidates.add(directory.resolve("test.yml" + TEMPLATE_ENDING));
        candidates.add(directory.resolve("test.yml"));
        Optional<TemplateFile> found = first(search, candidates);
        if (found.isEmpty()) {
            String what = search.variant().map(name -> "variant '" + name + "'").orElse("this image");
            search.problems()
                    .add(Problem.note(search.definition(), "there is no test for " + what)
                            .withHint("looked for " + listed(candidates)));
        }
        return found;
    }

    private static Optional<TemplateFile> explicit(Search search, Explicit template) {
        Path file = search.directory().resolve(template.path()).normalize();
        if (Path.of(template.path()).isAbsolute() || file.startsWith("..")) {
            search.problems()
                    .add(Problem.error(
                                    template.writtenAt(),
                                    "the template '" + template.path() + "' is outside the fleet's directory")
                            .withHint("use a path inside the fleet's directory, relative to this definition"));
            return Optional.empty();
        }
        if (!search.isFile(file)) {
            search.problems()
                    .add(Problem.error(template.writtenAt(), "the template '" + template.path() + "' does not exist")
                            .withHint("looked for " + file));
            return Optional.empty();
        }
        return Optional.of(template(file));
    }

    private static Optional<TemplateFile> first(Search search, List<Path> candidates) {
        return candidates.stream().filter(search::isFile).findFirst().map(TemplateResolver::template);
    }

    private static TemplateFile template(Path file) {
        return new TemplateFile(file, file.toString().endsWith(TEMPLATE_ENDING));
    }

    private static String listed(List<Path> candidates) {
        Set<Path> distinct = new LinkedHashSet<>(candidates);
        return distinct.stream().map(Path::toString).collect(Collectors.joining(", "));
    }
}
