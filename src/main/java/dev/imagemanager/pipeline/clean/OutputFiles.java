package dev.imagemanager.pipeline.clean;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.file.AtomicFile;
import dev.imagemanager.file.FleetReader;
import dev.imagemanager.file.RefusedFileException;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.output.OutputDirectory;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.pipeline.JsonDocument;
import dev.imagemanager.pipeline.generate.GeneratedFiles;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the files in {@code dist/} that image-manager wrote. A directory belongs to a target if {@code fleet.json} or a
 * record in the directory names the target; known file names in it are image-manager's files. Links are not followed.
 */
final class OutputFiles {

    /** The files that name the target to which their directory belongs. */
    private static final List<String> RECORDS = List.of(
            OutputPaths.BUILD_RECORD, OutputPaths.TEST_REPORT, OutputPaths.SBOM_RECORD, OutputPaths.ALIASES_RECORD);

    private static final List<String> OF_BUILDS_AND_TESTS = List.of(
            OutputPaths.ARCHIVE,
            OutputPaths.BUILD_RECORD,
            OutputPaths.BUILD_LOG,
            OutputPaths.TEST_REPORT,
            OutputPaths.JUNIT_REPORT,
            OutputPaths.SBOM_RECORD,
            OutputPaths.ALIASES_RECORD,
            OutputPaths.SPDX,
            OutputPaths.CYCLONEDX);

    private static final List<String> OF_PLATFORMS =
            List.of(OutputPaths.ARCHIVE, OutputPaths.SPDX, OutputPaths.CYCLONEDX);

    /** Matches {@code Platform#fileName} of {@code os/architecture[/variant]}. */
    private static final Pattern PLATFORM_DIRECTORY = Pattern.compile("[a-z0-9_]+-[a-z0-9_.]+(-[a-z0-9_.]+)?");

    /** The names of kept inputs. */
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path fleetDirectory;
    private final OutputDirectory output;
    private final GeneratedFiles generatedFiles;

    OutputFiles(Path fleetDirectory) {
        this.fleetDirectory = fleetDirectory;
        this.output = new OutputDirectory(fleetDirectory);
        this.generatedFiles = new GeneratedFiles(output);
    }

    /** Returns sizes in bytes by path. */
    SortedMap<Path, Long> ofBuildsAndTests() {
        Set<Path> directories = new TreeSet<>();
        generatedFiles.recordedTargets().keySet().forEach(target -> directories.add(OutputPaths.directory(target)));
        directories.addAll(directoriesWithRecords());
        SortedMap<Path, Long> files = new TreeMap<>();
        for (Path directory : directories) {
            OF_BUILDS_AND_TESTS.forEach(name -> addWithPartial(directory.resolve(name), files));
            platformDirectories(directory)
                    .forEach(platform -> OF_PLATFORMS.forEach(name -> addWithPartial(platform.resolve(name), files)));
        }
        addTree(OutputPaths.IMAGE_STORE, files);
        addTree(OutputPaths.SENT_CONTEXTS, files);
        addTree(OutputPaths.RUNNING_TESTS, files);
        if (isOurs(OutputPaths.BASE_DIGESTS, "bases")) {
            addWithPartial(OutputPaths.BASE_DIGESTS, files);
        }
        if (isOurs(OutputPaths.BUILDERS, "builders")) {
            addWithPartial(OutputPaths.BUILDERS, files);
        }
        if (isOurs(OutputPaths.RUNS, "milliseconds")) {
            addWithPartial(OutputPaths.RUNS, files);
        }
        if (Files.isDirectory(fleetDirectory.resolve(OutputPaths.INPUTS), LinkOption.NOFOLLOW_LINKS)) {
            output.files(OutputPaths.INPUTS).stream()
                    .filter(file -> HASH.matcher(file.getFileName().toString()).matches())
                    .forEach(file -> addWithPartial(file, files));
        }
        return files;
    }

    /** Adds all files of a directory that has a name that no target can have. */
    private void addTree(Path directory, SortedMap<Path, Long> files) {
        Path store = fleetDirectory.resolve(directory);
        if (!Files.isDirectory(store, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> found = Files.walk(store)) {
            found.map(fleetDirectory::relativize).forEach(file -> add(file, files));
        } catch (UncheckedIOException unreadable) {
            throw failed(directory, unreadable.getCause());
        } catch (IOException unreadable) {
            throw failed(directory, unreadable);
        }
    }

    /** Returns sizes in bytes by path. */
    SortedMap<Path, Long> generated() {
        SortedMap<Path, Long> files = new TreeMap<>();
        generatedFiles.filesOfEarlierRun().forEach(file -> addWithPartial(file, files));
        if (isOurs(OutputPaths.FLEET_DOCUMENT, "targets")) {
            addWithPartial(OutputPaths.FLEET_DOCUMENT, files);
        }
        return files;
    }

    /** Adds a file and its partial files, which a killed run leaves. */
    private void addWithPartial(Path file, SortedMap<Path, Long> files) {
        add(file, files);
        try {
            AtomicFile.leftovers(fleetDirectory.resolve(file))
                    .forEach(partial -> add(file.resolveSibling(partial.getFileName()), files));
        } catch (IOException unreadable) {
            throw failed(file, unreadable);
        }
    }

    private void add(Path file, SortedMap<Path, Long> files) {
        Path absolute = fleetDirectory.resolve(file);
        if (!Files.isRegularFile(absolute, LinkOption.NOFOLLOW_LINKS) || leadsThroughLink(file)) {
            return;
        }
        try {
            files.put(file, Files.size(absolute));
        } catch (IOException unreadable) {
            throw failed(file, unreadable);
        }
    }

    /** Returns whether the path contains a link. The output directory itself may be one. */
    private boolean leadsThroughLink(Path file) {
        for (Path path = file.getParent(); !path.equals(OutputPaths.OUTPUT_DIRECTORY); path = path.getParent()) {
            if (Files.isSymbolicLink(fleetDirectory.resolve(path))) {
                return true;
            }
        }
        return false;
    }

    /** Returns the directories with records, also of targets that no longer exist. */
    private Set<Path> directoriesWithRecords() {
        Set<Path> directories = new TreeSet<>();
        Path dist = fleetDirectory.resolve(OutputPaths.OUTPUT_DIRECTORY);
        if (!Files.isDirectory(dist)) {
            return directories;
        }
        try (Stream<Path> files = Files.walk(new FleetReader(fleetDirectory).realPath(dist))) {
            Path realDist = dist.toRealPath();
            files.filter(file -> RECORDS.contains(String.valueOf(file.getFileName())))
                    .map(file -> OutputPaths.OUTPUT_DIRECTORY.resolve(realDist.relativize(file)))
                    .filter(this::namesItsDirectory)
                    .forEach(file -> directories.add(file.getParent()));
        } catch (UncheckedIOException unreadable) {
            throw failed(OutputPaths.OUTPUT_DIRECTORY, unreadable.getCause());
        } catch (IOException unreadable) {
            throw failed(OutputPaths.OUTPUT_DIRECTORY, unreadable);
        }
        return directories;
    }

    private boolean namesItsDirectory(Path recordFile) {
        return isOurs(recordFile, "target")
                && read(recordFile)
                        .flatMap(node -> TargetName.find(node.path("target").asText()))
                        .filter(target -> OutputPaths.directory(target).equals(recordFile.getParent()))
                        .isPresent();
    }

    private boolean isOurs(Path file, String key) {
        return read(file)
                .filter(node -> JsonDocument.isOne(node) && node.has(key))
                .isPresent();
    }

    private Optional<JsonNode> read(Path file) {
        return output.content(file).flatMap(content -> {
            try {
                return Optional.ofNullable(JSON.readTree(new String(content, StandardCharsets.UTF_8)));
            } catch (JsonProcessingException notOurs) {
                return Optional.empty();
            }
        });
    }

    private List<Path> platformDirectories(Path targetDirectory) {
        Path absolute = fleetDirectory.resolve(targetDirectory);
        if (!Files.isDirectory(absolute, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(absolute)) {
            return entries.filter(Files::isDirectory)
                    .map(entry -> entry.getFileName().toString())
                    .filter(name -> PLATFORM_DIRECTORY.matcher(name).matches())
                    .map(targetDirectory::resolve)
                    .toList();
        } catch (IOException unreadable) {
            throw failed(targetDirectory, unreadable);
        }
    }

    private EnvironmentException failed(Path file, IOException failure) {
        return new EnvironmentException(
                Problem.error("cannot read " + file + ": " + FailureReason.of(failure))
                        .withHint(RefusedFileException.hintOf(failure)
                                .orElse("check the permissions of " + fleetDirectory)),
                failure);
    }
}
