package dev.imagemanager.pipeline.generate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.output.GeneratedFile;
import dev.imagemanager.output.OutputBatch;
import dev.imagemanager.output.OutputDirectory;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.pipeline.JsonDocument;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.SourceLocation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares the generated files of a fleet with the existing ones. Unchanged files are not written. Files of targets
 * that no longer exist, according to {@code fleet.json}, are removed.
 */
public final class GeneratedFiles {

    private final OutputDirectory output;
    private final OutputBatch batch;

    public GeneratedFiles(OutputDirectory output) {
        this.output = output;
        this.batch = new OutputBatch(output);
    }

    /**
     * The changes to make the files up to date.
     *
     * @param write file → wanted content; relative to the fleet's directory
     * @param remove files of targets that no longer exist
     * @param unchanged the number of files that are up to date
     * @param notes notes about the existing files
     */
    public record Changes(
            SortedMap<Path, GeneratedFile> write, SortedSet<Path> remove, int unchanged, List<Problem> notes) {
        public Changes {
            notes = List.copyOf(notes);
            write = Collections.unmodifiableSortedMap(new TreeMap<>(write));
            remove = Collections.unmodifiableSortedSet(new TreeSet<>(remove));
        }

        public boolean isEmpty() {
            return write.isEmpty() && remove.isEmpty();
        }
    }

    /** @param targets to compare; {@code fleet.json} always describes the whole fleet */
    public Changes compare(GeneratedFleet generated, Collection<TargetName> targets) {
        SortedMap<Path, GeneratedFile> wanted = new TreeMap<>();
        targets.forEach(target -> wanted.putAll(generated.rendered().get(target).files()));
        wanted.put(
                OutputPaths.FLEET_DOCUMENT,
                GeneratedFile.of(JsonDocument.print(FleetDocument.of(
                                generated.fleet(),
                                generated.portableGraph(),
                                generated.portableGraph().buildOrder()))
                        .getBytes(StandardCharsets.UTF_8)));
        SortedSet<Path> remove = filesOfEarlierRun();
        generated
                .rendered()
                .values()
                .forEach(target -> remove.removeAll(target.files().keySet()));
        SortedMap<Path, GeneratedFile> write = batch.outdated(wanted);
        return new Changes(write, remove, wanted.size() - write.size(), notes());
    }

    public void apply(Changes changes) {
        batch.write(changes.write());
        changes.remove().forEach(output::remove);
    }

    /**
     * Returns the targets in {@code fleet.json}, and whether they have tests. Empty if the document is damaged or from
     * another version.
     */
    public SortedMap<TargetName, Boolean> recordedTargets() {
        SortedMap<TargetName, Boolean> targets = new TreeMap<>();
        fleetDocument().ifPresent(document -> {
            for (JsonNode target : document.path("targets")) {
                TargetName.find(
                                target.path("image").asText(),
                                target.path("tag").asText())
                        .ifPresent(name -> targets.put(name, target.path("test").isTextual()));
            }
        });
        return targets;
    }

    private List<Problem> notes() {
        return output.contains(OutputPaths.FLEET_DOCUMENT) && fleetDocument().isEmpty()
                ? List.of(Problem.note(
                                SourceLocation.wholeFile(OutputPaths.FLEET_DOCUMENT),
                                "the record of generated files is ignored: it is damaged, or another version of"
                                        + " image-manager wrote it")
                        .withHint("files of targets that no longer exist are not removed this time"))
                : List.of();
    }

    private Optional<JsonNode> fleetDocument() {
        return output.content(OutputPaths.FLEET_DOCUMENT).flatMap(content -> {
            try {
                return Optional.of(new ObjectMapper().readTree(new String(content, StandardCharsets.UTF_8)))
                        .filter(JsonDocument::isOne);
            } catch (JsonProcessingException damaged) {
                return Optional.empty();
            }
        });
    }

    /** Returns the existing files that an earlier run generated, according to {@code fleet.json}. */
    public SortedSet<Path> filesOfEarlierRun() {
        SortedSet<Path> files = new TreeSet<>();
        recordedTargets().forEach((name, hasTest) -> {
            files.add(OutputPaths.dockerfile(name));
            files.add(OutputPaths.dockerignore(name));
            if (hasTest) {
                files.add(OutputPaths.test(name));
            }
        });
        batch.retainExisting(files);
        return files;
    }
}
