package dev.imagemanager.pipeline.sbom;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.step.PlannedReason;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Decides whether to scan images. Changes nothing, and starts the scanner only to learn its version. Thread-safe. */
final class SbomPlanner {

    private final SbomSettings settings;
    private final PackageScanner scanner;
    private final SbomRecords records;
    private Optional<PackageScanner.Identity> identity = Optional.empty();
    private boolean isIdentified;

    SbomPlanner(SbomSettings settings, PackageScanner scanner, SbomRecords records) {
        this.settings = settings;
        this.scanner = scanner;
        this.records = records;
    }

    /** @param images of the target for all platforms that it is built for */
    SbomDecision.Images decide(TargetName target, Map<Platform, Digest> images) throws InterruptedException {
        Optional<SbomRecord> record = records.read(target);
        SortedMap<Platform, SbomDecision.Image> decisions = new TreeMap<>();
        for (Map.Entry<Platform, Digest> image : images.entrySet()) {
            decisions.put(
                    image.getKey(),
                    new SbomDecision.Image(
                            image.getValue(),
                            reason(record, image.getKey(), image.getValue(), images.size()).stream()
                                    .toList()));
        }
        return new SbomDecision.Images(decisions);
    }

    private Optional<PlannedReason> reason(Optional<SbomRecord> record, Platform platform, Digest image, int platforms)
            throws InterruptedException {
        if (settings.force()) {
            return reason("forced", "it was requested with --force");
        }
        Optional<SbomRecord.Entry> last = record.map(found -> found.platforms().get(platform));
        if (last.isEmpty()) {
            return reason("new", "it was not scanned here yet");
        }
        if (!last.get().image().equals(image)) {
            return reason(
                    "image", "image changed from " + last.get().image().abbreviated() + " to " + image.abbreviated());
        }
        if (record.get().isOnlyPlatform() != (platforms == 1) || !records.hasFiles(record.get(), platform)) {
            return reason("files", "files of the last scan are missing or changed");
        }
        String present = identity().map(PackageScanner.Identity::toString).orElse("an unknown scanner");
        return last.get().scanner().equals(present)
                ? Optional.empty()
                : reason("scanner", "scanner changed from " + last.get().scanner() + " to " + present);
    }

    private static Optional<PlannedReason> reason(String code, String text) {
        return Optional.of(new PlannedReason(code, text));
    }

    /** Asks only once, and only if it matters. */
    private synchronized Optional<PackageScanner.Identity> identity() throws InterruptedException {
        if (!isIdentified) {
            identity = scanner.identity();
            isIdentified = true;
        }
        return identity;
    }
}
