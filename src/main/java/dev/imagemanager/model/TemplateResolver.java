package dev.imagemanager.model;

import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.problem.SourceLocation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the files that a definition's Dockerfile and test file are made from. The first that exists counts: the
 * variant's explicit template, a file named after the variant, the image's explicit template, the default template, a
 * plain file.
 */
final class TemplateResolver {

    private static final String TEMPLATE_ENDING = ".tmpl";

    private final Path fleetDirectory;
    private final Problems problems;

    TemplateResolver(Path fleetDirectory, Problems problems) {
        this.fleetDirectory = fleetDirectory;
        this.problems = problems;
    }

    /** An explicit template with the place where it is written; the path is relative to the definition's directory. */
    record Explicit(String path, SourceLocation writtenAt) {}

    /** @return empty when a problem was added */
    Optional<TemplateFile> dockerfile(
            Path directory,
            SourceLocation definition,
            Optional<String> variant,
            Optional<Explicit> ofVariant,
            Optional<Explicit> ofImage) {
        if (ofVariant.isPresent()) {
            return explicit(directory, ofVariant.get());
        }
        List<Path> candidates = new ArrayList<>();
        variant.ifPresent(name -> {
            candidates.add(directory.resolve("Dockerfile." + name + TEMPLATE_ENDING));
            candidates.add(directory.resolve(name).resolve("Dockerfile" + TEMPLATE_ENDING));
        });
        Optional<TemplateFile> named = first(candidates);
        if (named.isEmpty() && ofImage.isPresent()) {
            return explicit(directory, ofImage.get());
        }
        candidates.add(directory.resolve("Dockerfile" + TEMPLATE_ENDING));
        candidates.add(directory.resolve("Dockerfile"));
        Optional<TemplateFile> found = first(candidates);
        if (found.isEmpty()) {
            String what = variant.map(name -> "variant '" + name + "'").orElse("this image");
            problems.add(Problem.error(definition, "there is no template for the Dockerfile of " + what)
                    .withHint("looked for " + listed(candidates)));
        }
        return found;
    }

    /** @return empty when there is no test, which is a note */
    Optional<TemplateFile> test(Path directory, SourceLocation definition, Optional<String> variant) {
        List<Path> candidates = new ArrayList<>();
        variant.ifPresent(name -> {
            candidates.add(directory.resolve("test." + name + ".yml" + TEMPLATE_ENDING));
            candidates.add(directory.resolve(name).resolve("test.yml" + TEMPLATE_ENDING));
        });
        candidates.add(directory.resolve("test.yml" + TEMPLATE_ENDING));
        candidates.add(directory.resolve("test.yml"));
        Optional<TemplateFile> found = first(candidates);
        if (found.isEmpty()) {
            String what = variant.map(name -> "variant '" + name + "'").orElse("this image");
            problems.add(Problem.note(definition, "there is no test for " + what)
                    .withHint("looked for " + listed(candidates)));
        }
        return found;
    }

    private Optional<TemplateFile> explicit(Path directory, Explicit template) {
        Path file = directory.resolve(template.path()).normalize();
        if (Path.of(template.path()).isAbsolute() || file.startsWith("..")) {
            problems.add(
                    Problem.error(template.writtenAt(), "the template '" + template.path() + "' lies outside the fleet")
                            .withHint("name a file inside the fleet, relative to this definition"));
            return Optional.empty();
        }
        if (!Files.isRegularFile(fleetDirectory.resolve(file))) {
            problems.add(Problem.error(template.writtenAt(), "the template '" + template.path() + "' does not exist")
                    .withHint("looked for " + file));
            return Optional.empty();
        }
        return Optional.of(template(file));
    }

    private Optional<TemplateFile> first(List<Path> candidates) {
        return candidates.stream()
                .filter(file -> Files.isRegularFile(fleetDirectory.resolve(file)))
                .findFirst()
                .map(TemplateResolver::template);
    }

    private static TemplateFile template(Path file) {
        return new TemplateFile(file, file.toString().endsWith(TEMPLATE_ENDING));
    }

    private static String listed(List<Path> candidates) {
        Set<Path> distinct = new LinkedHashSet<>(candidates);
        return distinct.stream().map(Path::toString).collect(Collectors.joining(", "));
    }
}
