package dev.imagemanager.pipeline.measure;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.output.OutputDirectory;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.pipeline.SealedDocuments;
import dev.imagemanager.reference.Digest;
import java.util.Optional;

/** What was found in the images of a fleet, in {@code dist/}. Only what this user wrote is used. */
record Measurements(OutputDirectory output, SealedDocuments documents) {

    private static final String KIND = "measured aliases";

    /** Returns what was found in an image; empty if nothing can be used. */
    Optional<Measurement> read(TargetName target, Digest digest) {
        return output.content(OutputPaths.aliasesRecord(target))
                .flatMap(json -> documents.read(KIND, json))
                .flatMap(Measurement::of)
                .filter(found -> found.target().equals(target) && found.digest().equals(digest));
    }

    void write(Measurement measurement) {
        output.write(OutputPaths.aliasesRecord(measurement.target()), documents.print(KIND, measurement.toJson()));
    }
}
