package dev.imagemanager.pipeline.generate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.pipeline.JsonDocument;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.rendering.RenderedTarget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The files that a fleet generates, compared with those that are there. A file is replaced as a whole, through a
 * temporary file beside it; one that has its bytes already is left alone. What an earlier run wrote for targets that are
 * gone, as {@code fleet.json} tells, is removed.
 */
public final class OutputDirectory {

    /** Relative to the fleet's directory, like every file here. */
    public static final Path FLEET_DOCUMENT = OutputPaths.OUTPUT_DIRECTORY.resolve("fleet.json");

    private final Path fleetDirectory;

    public OutputDirectory(Path fleetDirectory) {
        this.fleetDirectory = fleetDirectory;
    }

    /**
     * What has to happen so that the files are those of the fleet.
     *
     * @param write file → its new bytes; relative to the fleet's directory
     * @param remove files of targets that are gone
     * @param unchanged how many files have their bytes already
     */
    public record Changes(SortedMap<Path, byte[]> write, SortedSet<Path> remove, int unchanged) {
        public boolean isEmpty() {
            return write.isEmpty() && remove.isEmpty();
        }
    }

    /** @param targets whose files are compared; {@code fleet.json} always describes the whole fleet */
    public Changes compare(GeneratedFleet generated, Collection<TargetName> targets) {
        SortedMap<Path, byte[]> wanted = new TreeMap<>();
        for (TargetName target : targets) {
            RenderedTarget files = generated.rendered().get(target);
            wanted.put(OutputPaths.dockerfile(target), files.dockerfileText());
            wanted.put(OutputPaths.dockerignore(target), files.dockerignore());
            files.test().ifPresent(test -> wanted.put(OutputPaths.test(target), test));
        }
        wanted.put(
                FLEET_DOCUMENT,
                JsonDocument.print(FleetDocument.of(generated, generated.graph().buildOrder()))
                        .getBytes(StandardCharsets.UTF_8));
        SortedSet<Path> remove = filesOfEarlierRun();
        generated.rendered().forEach((target, files) -> {
            remove.remove(OutputPaths.dockerfile(target));
            remove.remove(OutputPaths.dockerignore(target));
            if (files.test().isPresent()) {
                remove.remove(OutputPaths.test(target));
            }
        });
        int all = wanted.size();
        wanted.entrySet().removeIf(file -> content(file.getKey())
                .filter(content -> Arrays.equals(content, file.getValue()))
                .isPresent());
        return new Changes(wanted, remove, all - wanted.size());
    }

    /** What is in a file now; empty when there is none. */
    public Optional<byte[]> content(Path file) {
        try {
            return Optional.of(Files.readAllBytes(fleetDirectory.resolve(file)));
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        } catch (IOException unreadable) {
            throw failed("read", file, unreadable);
        }
    }

    public void apply(Changes changes) {
        changes.write().forEach(this::write);
        changes.remove().forEach(this::remove);
    }

    /** @param file relative to the fleet's directory */
    public void write(Path file, byte[] content) {
        Path destination = fleetDirectory.resolve(file);
        Path partial = destination.resolveSibling("." + destination.getFileName() + ".partial");
        try {
            Files.createDirectories(destination.getParent());
            try {
                Files.write(partial, content);
                Files.move(partial, destination, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(partial);
            }
        } catch (IOException failure) {
            throw failed("write", file, failure);
        }
    }

    /** Removes a file, if it is there, and the directories that are empty then. */
    public void remove(Path file) {
        Path absolute = fleetDirectory.resolve(file);
        try {
            Files.deleteIfExists(absolute);
            Path output = fleetDirectory.resolve(OutputPaths.OUTPUT_DIRECTORY);
            for (Path directory = absolute.getParent(); !directory.equals(output); directory = directory.getParent()) {
                Files.deleteIfExists(directory);
            }
        } catch (DirectoryNotEmptyException stillInUse) {
            return;
        } catch (IOException failure) {
            throw failed("remove", file, failure);
        }
    }

    /** The targets that {@code fleet.json} tells of, with whether they have tests; only names that a target can have. */
    public SortedMap<TargetName, Boolean> recordedTargets() {
        SortedMap<TargetName, Boolean> targets = new TreeMap<>();
        Optional<byte[]> document = content(FLEET_DOCUMENT);
        if (document.isEmpty()) {
            return targets;
        }
        JsonNode root;
        try {
            root = new ObjectMapper().readTree(new String(document.get(), StandardCharsets.UTF_8));
        } catch (JsonProcessingException damaged) {
            return targets;
        }
        for (JsonNode target : root.path("targets")) {
            TargetName.find(target.path("image").asText(), target.path("tag").asText())
                    .ifPresent(name -> targets.put(name, target.path("test").isTextual()));
        }
        return targets;
    }

    /** What is there of what an earlier run generated for targets, as {@code fleet.json} tells. */
    public SortedSet<Path> filesOfEarlierRun() {
        SortedSet<Path> files = new TreeSet<>();
        recordedTargets().forEach((name, hasTest) -> {
            files.add(OutputPaths.dockerfile(name));
            files.add(OutputPaths.dockerignore(name));
            if (hasTest) {
                files.add(OutputPaths.test(name));
            }
        });
        files.removeIf(file -> !Files.exists(fleetDirectory.resolve(file)));
        return files;
    }

    private EnvironmentException failed(String verb, Path file, IOException failure) {
        return new EnvironmentException(
                Problem.error("cannot " + verb + " " + file + ": " + FailureReason.of(failure))
                        .withHint("check the free space and the permissions of " + fleetDirectory),
                failure);
    }
}
