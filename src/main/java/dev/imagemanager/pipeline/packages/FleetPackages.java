package dev.imagemanager.pipeline.packages;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.output.OutputDirectory;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.pipeline.SealedDocuments;
import dev.imagemanager.pipeline.build.BuildRecord;
import dev.imagemanager.pipeline.build.BuildRecords;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.pipeline.sbom.Sboms;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The SBOMs in {@code dist/} and the images that they are about. */
final class FleetPackages {

    private final Sboms sboms;
    private final BuildRecords built;

    FleetPackages(GeneratedFleet fleet, SealedDocuments documents, PipelineListener listener) {
        OutputDirectory output = new OutputDirectory(fleet.fleet().directory());
        this.sboms = new Sboms(output, documents);
        this.built = new BuildRecords(output, documents, listener);
    }

    /** Returns the images that a target was built as last; empty if it was not built here. */
    Optional<Map<Platform, Digest>> images(TargetName target) {
        return built.read(target).map(BuildRecord::images);
    }

    /** Returns the packages of an image; empty if it has no SBOM. */
    Optional<List<ListedPackage>> packages(ListedImage image) {
        return sboms.spdx(image.target(), image.platform(), image.digest()).map(SbomReader::read);
    }

    /** Returns the images of a target that were scanned last and have a digest, or are in an index with it. */
    List<ListedImage> scanned(TargetName target, Digest digest) {
        List<ListedImage> images = new ArrayList<>();
        sboms.scanned(target).ifPresent(scanned -> scanned.platforms().forEach((platform, image) -> {
            if (scanned.image().equals(digest) || image.equals(digest)) {
                images.add(new ListedImage(target, platform, image));
            }
        }));
        return images;
    }
}
