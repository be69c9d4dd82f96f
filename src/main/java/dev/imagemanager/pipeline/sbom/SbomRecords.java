package dev.imagemanager.pipeline.sbom;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.output.OutputDirectory;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.pipeline.SealedDocuments;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The SBOMs of a fleet in {@code dist/}, and their records. Only those that this user wrote are used. */
final class SbomRecords {

    private static final String KIND = "sbom record";

    private final OutputDirectory output;
    private final SealedDocuments documents;

    SbomRecords(OutputDirectory output, SealedDocuments documents) {
        this.output = output;
        this.documents = documents;
    }

    /** Returns a target's record; empty if there is none that can be used. */
    Optional<SbomRecord> read(TargetName target) {
        return output.content(OutputPaths.sbomRecord(target))
                .flatMap(json -> documents.read(KIND, json))
                .flatMap(document -> SbomRecord.of(target, document));
    }

    /** Writes a record, and removes the files that are no longer part of it. */
    void write(SbomRecord record, Optional<SbomRecord> before) {
        output.write(OutputPaths.sbomRecord(record.target()), documents.print(KIND, record.toJson()));
        Set<Path> obsolete = before.map(SbomRecords::files).orElseGet(HashSet::new);
        obsolete.removeAll(files(record));
        obsolete.forEach(output::remove);
    }

    private static Set<Path> files(SbomRecord record) {
        Set<Path> files = new HashSet<>();
        record.platforms().forEach((platform, entry) -> entry.files()
                .keySet()
                .forEach(format -> files.add(file(record.target(), platform, record.isOnlyPlatform(), format))));
        return files;
    }

    private static Path file(TargetName target, Platform platform, boolean isOnlyPlatform, SbomFormat format) {
        return OutputPaths.platformDirectory(target, platform, isOnlyPlatform)
                .resolve(format == SbomFormat.SPDX ? OutputPaths.SPDX : OutputPaths.CYCLONEDX);
    }

    /** Writes the SBOM of a platform. */
    SbomRecord.Content write(
            TargetName target, Platform platform, boolean isOnlyPlatform, SbomFormat format, byte[] content) {
        output.write(file(target, platform, isOnlyPlatform, format), content);
        return new SbomRecord.Content(Digest.of(content), content.length);
    }

    /** Returns whether the files of a platform have the recorded sizes. Does not read them. */
    boolean hasFiles(SbomRecord record, Platform platform) {
        return record.platforms().get(platform).files().entrySet().stream()
                .allMatch(file -> output.size(file(record, platform, file)).orElse(-1)
                        == file.getValue().size());
    }

    /** Returns an SBOM; empty if it is not what was recorded. */
    Optional<byte[]> content(SbomRecord record, Platform platform, SbomFormat format) {
        SbomRecord.Content recorded = record.platforms().get(platform).files().get(format);
        return output.content(file(record.target(), platform, record.isOnlyPlatform(), format))
                .filter(content ->
                        content.length == recorded.size() && Digest.of(content).equals(recorded.digest()));
    }

    private static Path file(SbomRecord record, Platform platform, Map.Entry<SbomFormat, SbomRecord.Content> file) {
        return file(record.target(), platform, record.isOnlyPlatform(), file.getKey());
    }
}
