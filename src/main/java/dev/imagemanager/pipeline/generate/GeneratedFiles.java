package dev.imagemanager.pipeline.generate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.output.GeneratedFile;
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
 * The files that a fleet generates, compared with those that are there. One that has its bytes already is left alone.
 * What an earlier run wrote for targets that are gone, as {@code fleet.json} tells, is removed.
 */
public final class GeneratedFiles {

    private final OutputDirectory output;

    public GeneratedFiles(OutputDirectory output) {
        this.output = output;
    }

    /**
     * What has to happen so that the files are those of the fleet.
     *
     * @param write file → what it is to be; relative to the fleet's directory
     * @param remove files of targets that are gone
     * @param unchanged how many files are what they are to be already
     * @param notes what is worth knowing about the files that are there
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

    /** @param targets whose files are compared; {@code fleet.json} always describes the whole fleet */
    public Changes compare(GeneratedFleet generated, Collection<TargetName> targets) {
        SortedMap<Path, GeneratedFile> wanted = new TreeMap<>();
        targets.forEach(target -> wanted.putAll(generated.rendered().get(target).files()));
        wanted.put(
                OutputPaths.FLEET_DOCUMENT,
                GeneratedFile.of(JsonDocument.print(
                                FleetDocument.of(generated, generated.graph().buildOrder()))
                        .getBytes(StandardCharsets.UTF_8)));
        SortedSet<Path> remove = filesOfEarlierRun();
        generated
                .rendered()
                .values()
                .forEach(target -> remove.removeAll(target.files().keySet()));
        int all = wanted.size();
        wanted.entrySet().removeIf(file -> output.has(file.getKey(), file.getValue()));
        return new Changes(wanted, remove, all - wanted.size(), notes());
    }

    public void apply(Changes changes) {
        changes.write().forEach(output::write);
        changes.remove().forEach(output::remove);
    }

    /**
     * The targets that {@code fleet.json} tells of, with whether they have tests. A document that another version wrote,
     * or that is damaged, tells of none.
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
        files.removeIf(file -> !output.contains(file));
        return files;
    }
}
