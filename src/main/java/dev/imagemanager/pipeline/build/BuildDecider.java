package dev.imagemanager.pipeline.build;

import dev.imagemanager.pipeline.build.BuildRecord.PlatformImage;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedSet;

/** Decides what is to be done. Reads, and changes nothing. */
final class BuildDecider {

    private final BuildSettings settings;

    BuildDecider(BuildSettings settings) {
        this.settings = settings;
    }

    /** Where the image of the last build is, as far as somebody asks. */
    interface Whereabouts {

        /** The image's archive, relative to the fleet's directory. */
        Path archive();

        boolean isArchived(PlatformImage image);

        /** Whether the archive has to be there for somebody who reads it. */
        boolean needsArchive();

        /** Whether the image is where builds go, under its name. */
        boolean isStored(PlatformImage image) throws InterruptedException;
    }

    /**
     * @param last what the last build made for the platform
     * @param key of the build as it would be now
     */
    BuildDecision decide(Optional<PlatformImage> last, ContentKey key, Whereabouts whereabouts)
            throws InterruptedException {
        if (settings.force() || !settings.useCache()) {
            return new BuildDecision.Build(new BuildReason.Forced());
        }
        if (key instanceof ContentKey.Unknown unknown) {
            return new BuildDecision.Build(new BuildReason.KeyUnknown(unknown.reason()));
        }
        if (last.isEmpty()) {
            return new BuildDecision.Build(new BuildReason.New());
        }
        PlatformImage image = last.get();
        if (!(image.key() instanceof ContentKey.Known before)) {
            return new BuildDecision.Build(new BuildReason.New());
        }
        SortedSet<String> differences = before.differences((ContentKey.Known) key);
        if (!differences.isEmpty()) {
            return new BuildDecision.Build(new BuildReason.Changed(differences));
        }
        boolean isArchived = whereabouts.isArchived(image);
        if (whereabouts.needsArchive() && !isArchived) {
            return new BuildDecision.Build(new BuildReason.ArchiveLost());
        }
        if (whereabouts.isStored(image)) {
            return new BuildDecision.UpToDate(image);
        }
        return isArchived
                ? new BuildDecision.Restore(image, whereabouts.archive())
                : new BuildDecision.Build(new BuildReason.ImageLost());
    }
}
