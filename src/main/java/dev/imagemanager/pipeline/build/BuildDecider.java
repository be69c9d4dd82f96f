package dev.imagemanager.pipeline.build;

import dev.imagemanager.pipeline.build.BuildRecord.PlatformImage;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedSet;

/** Decides whether to build. Does not change anything. */
final class BuildDecider {

    private final BuildSettings settings;

    BuildDecider(BuildSettings settings) {
        this.settings = settings;
    }

    /** The locations of the last build's image, evaluated lazily. */
    interface Whereabouts {

        /** Returns the image's archive, relative to the fleet's directory. */
        Path archive();

        /** Returns whether there is an archive of the recorded size. */
        boolean isArchived(PlatformImage image);

        /** Returns whether the archive is the one that was built. Reads all of it. */
        boolean isIntact(PlatformImage image);

        /** Returns whether the archive is needed. */
        boolean needsArchive();

        /** Returns whether a later step reads the archive. */
        boolean readsArchive();

        /** Returns whether the image store has the image under its name. */
        boolean isStored(PlatformImage image) throws InterruptedException;
    }

    /**
     * @param last the image of the last build for the platform
     * @param key the current content key
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
        if (whereabouts.readsArchive() && !whereabouts.isIntact(image)) {
            return new BuildDecision.Build(new BuildReason.ArchiveChanged());
        }
        if (whereabouts.isStored(image)) {
            return new BuildDecision.UpToDate(image);
        }
        if (!isArchived) {
            return new BuildDecision.Build(new BuildReason.ImageLost());
        }
        return whereabouts.isIntact(image)
                ? new BuildDecision.Restore(image, whereabouts.archive())
                : new BuildDecision.Build(new BuildReason.ArchiveChanged());
    }
}
