package dev.imagemanager.model;

import dev.imagemanager.config.ImageConfig;
import dev.imagemanager.config.TagConfig;
import dev.imagemanager.config.VariantConfig;
import dev.imagemanager.file.FleetReader;
import dev.imagemanager.file.RefusedFileException;
import dev.imagemanager.file.ignore.IgnoreFile;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.problem.SourceLocation;
import dev.imagemanager.reference.ImageReference;
import dev.imagemanager.reference.MalformedReferenceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Resolves the key {@code contexts} of a definition, its tags and its variants. Reports each mistake once. */
final class ContextResolver {

    private static final String IMAGE = "docker-image://";

    private final FleetReader files;
    private final ImageConfig line;
    private final Problems problems;
    private final Map<String, Optional<NamedContext>> resolved = new HashMap<>();

    ContextResolver(Path fleetDirectory, ImageConfig line, Problems problems) {
        this.files = new FleetReader(fleetDirectory);
        this.line = line;
        this.problems = problems;
    }

    /** Checks all contexts as written, also those that no tag uses. */
    void check() {
        check(line.contexts(), "contexts");
        for (int i = 0; i < line.tags().size(); i++) {
            check(line.tags().get(i).contexts(), "tags[" + i + "].contexts");
        }
        for (int i = 0; i < line.variants().size(); i++) {
            check(line.variants().get(i).contexts(), "variants[" + i + "].contexts");
        }
    }

    private void check(Map<String, Optional<String>> contexts, String key) {
        contexts.forEach((name, value) -> value.ifPresent(written -> {
            SourceLocation place = line.locationOf(key + "." + name);
            resolved.computeIfAbsent(written, source -> resolve(source, name, place));
        }));
    }

    /** Returns the merged contexts of a tag, without those that were reported. */
    Map<String, NamedContext> of(TagConfig tag, Optional<VariantConfig> variant) {
        Map<String, NamedContext> contexts = new LinkedHashMap<>();
        Merge.cascade(List.of(
                        line.contexts(),
                        tag.contexts(),
                        variant.map(VariantConfig::contexts).orElse(Map.of())))
                .forEach((name, written) -> resolved.getOrDefault(written, Optional.empty())
                        .ifPresent(context -> contexts.put(name, context.at(place(name, tag, variant)))));
        return contexts;
    }

    /** Returns the position of the entry that counts. */
    private SourceLocation place(String name, TagConfig tag, Optional<VariantConfig> variant) {
        Optional<String> level = variant.filter(written -> written.contexts().containsKey(name))
                .map(written -> "variants[" + line.variants().indexOf(written) + "].")
                .or(() -> Optional.of(tag)
                        .filter(written -> written.contexts().containsKey(name))
                        .map(written -> "tags[" + line.tags().indexOf(written) + "]."));
        return line.locationOf(level.orElse("") + "contexts." + name);
    }

    private Optional<NamedContext> resolve(String written, String name, SourceLocation place) {
        if (written.isBlank()) {
            problems.add(Problem.error(place, "the context '" + name + "' is empty")
                    .withHint("write '.' for the folder of this definition, or null to remove an inherited context"));
            return Optional.empty();
        }
        if (written.startsWith(IMAGE)) {
            try {
                return Optional.of(
                        new NamedContext.Image(ImageReference.parse(written.substring(IMAGE.length())), place));
            } catch (MalformedReferenceException malformed) {
                problems.add(Problem.error(
                                place,
                                "the context '" + name + "' is not a valid image reference: " + malformed.getMessage())
                        .withHint("write " + IMAGE + "name:tag"));
                return Optional.empty();
            }
        }
        if (written.contains("://") || written.startsWith("git@")) {
            problems.add(Problem.error(place, "the context '" + name + "' is neither a folder nor an image: " + written)
                    .withHint("use a folder of the fleet, or " + IMAGE + "name:tag"));
            return Optional.empty();
        }
        return folder(written, name, place);
    }

    private void checkIgnoreFile(Path file) throws IOException {
        if (files.isFile(file)) {
            IgnoreFile.read(file, files.read(file, FleetReader.TEMPLATE_LIMIT), problems);
        }
    }

    private Optional<NamedContext> folder(String written, String name, SourceLocation place) {
        Path folder = line.directory().resolve(written).normalize();
        try {
            if (folder.isAbsolute() || folder.startsWith("..")) {
                throw new RefusedFileException(
                        "it is outside the fleet's directory",
                        "use a folder of the fleet, relative to this definition");
            }
            if (!Files.isDirectory(files.realContext(folder))) {
                throw new RefusedFileException("it is not a folder", "name the folder that the file is in");
            }
            checkIgnoreFile(folder.resolve(".dockerignore"));
            return Optional.of(new NamedContext.Folder(folder, place));
        } catch (NoSuchFileException missing) {
            problems.add(Problem.error(place, "the folder of the context '" + name + "' does not exist: " + written)
                    .withHint("looked for " + folder));
        } catch (IOException unusable) {
            Problem problem = Problem.error(
                    place, "the folder of the context '" + name + "' cannot be used: " + FailureReason.of(unusable));
            problems.add(
                    RefusedFileException.hintOf(unusable).map(problem::withHint).orElse(problem));
        }
        return Optional.empty();
    }
}
