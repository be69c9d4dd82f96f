package dev.imagemanager.pipeline.build;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.output.OutputDirectory;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.pipeline.SealedDocuments;
import dev.imagemanager.pipeline.build.BuildRecord.PlatformImage;
import dev.imagemanager.pipeline.step.Step;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.SourceLocation;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import dev.imagemanager.seal.UserState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The records of a fleet's last builds in {@code dist/}, which may come with a repository. Only records that this user
 * wrote are used, and only archives that such a record describes. Safe for use by several threads.
 */
public final class BuildRecords {

    private static final String KIND = "build record";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final OutputDirectory output;
    private final SealedDocuments documents;
    private final PipelineListener listener;
    private final AtomicBoolean hasNotedForeign = new AtomicBoolean();

    /** @param listener receives notes about records that are not used */
    public BuildRecords(OutputDirectory output, SealedDocuments documents, PipelineListener listener) {
        this.output = output;
        this.documents = documents;
        this.listener = listener;
    }

    /** Returns a target's record; empty if there is none that can be used. */
    public Optional<BuildRecord> read(TargetName target) {
        Path file = OutputPaths.buildRecord(target);
        Optional<byte[]> json = output.content(file);
        if (json.isEmpty()) {
            return Optional.empty();
        }
        Optional<JsonNode> document = parse(json.get());
        Optional<BuildRecord> record = document.flatMap(parsed -> BuildRecord.of(target, parsed));
        if (record.isEmpty()) {
            note(Problem.note(
                            SourceLocation.wholeFile(file),
                            "the record is ignored: it is damaged, or another version of image-manager wrote it")
                    .withHint("the next build replaces it"));
            return Optional.empty();
        }
        if (!documents.isSealed(KIND, document.get())) {
            noteForeign(file);
            return Optional.empty();
        }
        return record;
    }

    /**
     * Returns the images of a target for the steps after its build.
     *
     * @param builds the plan of builds in the same run; empty to take what was built last
     * @return empty if there are none, or they are not known before the build
     */
    public Optional<Map<Platform, Digest>> images(TargetName target, Optional<Step.Planned> builds) {
        return builds.isPresent() ? builds.get().images(target) : read(target).map(BuildRecord::images);
    }

    private static Optional<JsonNode> parse(byte[] json) {
        try {
            return Optional.of(JSON.readTree(json));
        } catch (JsonProcessingException damaged) {
            return Optional.empty();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Once, since usually all records of {@code dist/} come from the same place. */
    private void noteForeign(Path file) {
        if (hasNotedForeign.getAndSet(true)) {
            return;
        }
        note(documents
                .obstacle()
                .map(obstacle -> Problem.note("no record of an earlier build is used: " + obstacle.message())
                        .withHint(obstacle.hint().orElse("")))
                .orElseGet(() -> Problem.note(
                                SourceLocation.wholeFile(file),
                                "the record is ignored, as all others that were not written here by this user: it may"
                                        + " come with the repository")
                        .withHint("the next build replaces it; to pass dist/ from one CI job to another, set "
                                + UserState.KEY_VARIABLE + " in both")));
    }

    private void note(Problem note) {
        listener.on(new PipelineEvent.Noted(note));
    }

    void write(BuildRecord record) {
        output.write(OutputPaths.buildRecord(record.target()), documents.print(KIND, record.toJson()));
    }

    /** Returns whether an archive has the recorded size. */
    boolean hasArchive(PlatformImage image, Path archive) {
        return image.archive().isPresent()
                && output.size(archive).orElse(-1) == image.archive().get().size();
    }

    /** Returns whether an archive has the recorded content. Reads all of it. */
    public boolean isIntact(PlatformImage image, Path archive) {
        return hasArchive(image, archive)
                && image.archive().map(ArchiveContent::digest).equals(output.digest(archive));
    }
}
