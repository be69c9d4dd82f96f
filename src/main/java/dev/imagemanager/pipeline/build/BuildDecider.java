package dev.imagemanager.pipeline.build;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.build.BuildRecord.PlatformImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** Decides whether to build. Does not change anything. */
final class BuildDecider {

    private final BuildSettings settings;

    BuildDecider(BuildSettings settings) {
        this.settings = settings;
    }

    /** The locations of images, evaluated lazily. */
    interface Whereabouts {

        /** Returns the image's archive, relative to the fleet's directory. */
        Path archive();

        /** Returns whether there is an archive with the recorded content. Reads all of it. */
        boolean isIntact(PlatformImage image);

        /** Returns whether the image store has the image under its name. */
        boolean isStored(PlatformImage image) throws InterruptedException;

        /** Returns the image with a key that the image store has from any build; empty if there is none. */
        Optional<PlatformImage> remembered(ContentKey.Known key) throws InterruptedException;
    }

    /**
     * @param last the image of the last build for the platform
     * @param key the current content key, without the parents that are not built yet
     * @param unbuilt parents that are built first
     */
    BuildDecision decide(
            Optional<PlatformImage> last, ContentKey key, SortedSet<TargetName> unbuilt, Whereabouts whereabouts)
            throws InterruptedException {
        List<BuildReason> reasons = reasons(last, key);
        if (!unbuilt.isEmpty()) {
            if (reasons.isEmpty()) {
                return new BuildDecision.AfterParents(unbuilt);
            }
            reasons.add(new BuildReason.ParentsBuilt(unbuilt));
            return new BuildDecision.Build(reasons);
        }
        if (isForced() || !(key instanceof ContentKey.Known known)) {
            return new BuildDecision.Build(reasons);
        }
        if (reasons.isEmpty()) {
            PlatformImage image = last.orElseThrow();
            if (whereabouts.isStored(image)) {
                return new BuildDecision.UpToDate(image);
            }
            reasons.add(new BuildReason.ImageLost());
        }
        Optional<PlatformImage> remembered = whereabouts.remembered(known);
        if (remembered.isPresent()) {
            return new BuildDecision.Remembered(
                    last.filter(image -> image.digest().equals(remembered.get().digest())
                                    && image.key().equals(key))
                            .orElse(remembered.get()));
        }
        boolean canBeRestored = reasons.stream().allMatch(BuildReason.ImageLost.class::isInstance)
                && whereabouts.isIntact(last.orElseThrow());
        return canBeRestored
                ? new BuildDecision.Restore(last.orElseThrow(), whereabouts.archive())
                : new BuildDecision.Build(reasons);
    }

    private boolean isForced() {
        return settings.force() || !settings.useCache();
    }

    private List<BuildReason> reasons(Optional<PlatformImage> last, ContentKey key) {
        List<BuildReason> reasons = new ArrayList<>();
        if (isForced()) {
            reasons.add(new BuildReason.Forced());
        }
        if (key instanceof ContentKey.Unknown unknown) {
            reasons.add(new BuildReason.KeyUnknown(unknown.reason()));
        }
        if (last.isEmpty()) {
            reasons.add(new BuildReason.New());
        } else if (last.get().key() instanceof ContentKey.Unknown unknown) {
            if (key instanceof ContentKey.Known) {
                reasons.add(new BuildReason.KeyWasUnknown(unknown.reason()));
            }
        } else if (key instanceof ContentKey.Known known) {
            List<KeyChange> changes = ((ContentKey.Known) last.get().key()).changesTo(known);
            if (!changes.isEmpty()) {
                reasons.add(new BuildReason.Changed(changes));
            }
        }
        return reasons;
    }
}
