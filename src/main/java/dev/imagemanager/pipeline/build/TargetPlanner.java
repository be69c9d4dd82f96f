package dev.imagemanager.pipeline.build;

import dev.imagemanager.graph.ParentUse;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.MemoryTrust;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.pipeline.build.BuildRecord.PlatformImage;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Decides what is to be done for targets. A build executes these decisions, so what is planned is what happens. Changes
 * nothing. Safe for use by several threads.
 */
final class TargetPlanner {

    private final Map<TargetName, SortedSet<Platform>> platforms;
    private final BuildSettings settings;
    private final BuildDecider decider;
    private final ImageStore store;
    private final MemoryTrust trust;
    private final ContentKeys keys;
    private final ParentImages parentImages;
    private final BaseDigests baseDigests;
    private final BuildRecords records;
    private final PipelineListener listener;
    private final Set<Problem> noted = ConcurrentHashMap.newKeySet();

    /** @param platforms that targets are built for */
    TargetPlanner(
            BuildInputs inputs,
            Map<TargetName, SortedSet<Platform>> platforms,
            ContentKeys keys,
            ParentImages parentImages) {
        this.platforms = platforms;
        this.settings = inputs.settings();
        this.decider = new BuildDecider(settings);
        this.store = inputs.store();
        this.trust = inputs.trust();
        this.keys = keys;
        this.parentImages = parentImages;
        this.baseDigests = inputs.baseDigests();
        this.records = inputs.records();
        this.listener = inputs.context().listener();
    }

    /**
     * @param images of parents, as far as they exist
     * @throws dev.imagemanager.problem.InputException if the target cannot be built
     */
    TargetPlan plan(Target target, Map<TargetName, Map<Platform, Digest>> images) throws InterruptedException {
        TargetName name = target.name();
        SortedSet<Platform> wanted = platforms.get(name);
        parentImages.requirePlatforms(target, wanted);
        Optional<BuildRecord> last = records.read(name);
        SortedMap<Platform, TargetPlan.ForPlatform> plans = new TreeMap<>();
        for (Platform platform : wanted) {
            plans.put(
                    platform,
                    plan(
                            target,
                            settings.files(target, platform, wanted),
                            last.map(record -> record.platforms().get(platform)),
                            parentImages.of(target, platform, images)));
        }
        keys.notes(target).forEach(this::note);
        return new TargetPlan(target, last, plans);
    }

    private TargetPlan.ForPlatform plan(
            Target target, ImageFiles files, Optional<PlatformImage> last, ParentImages.Parents parents)
            throws InterruptedException {
        ContentKeys.Computed computed = keys.of(target, files.platform(), parents, last.map(PlatformImage::key));
        SortedSet<TargetName> unbuilt = new TreeSet<>();
        parents.missing().stream().map(ParentUse::parent).forEach(unbuilt::add);
        BuildDecision decision = decider.decide(last, computed.key(), unbuilt, new Whereabouts(files));
        if (decision instanceof BuildDecision.Build) {
            computed.lastKnown().forEach((base, known) -> baseDigests.noteUnknown(base, known.reason()));
        } else {
            computed.lastKnown().forEach(baseDigests::noteTaken);
        }
        return new TargetPlan.ForPlatform(files, decision, parents, computed);
    }

    /** Returns whether a plan was made with these images of parents. */
    boolean isFor(TargetPlan plan, Map<TargetName, Map<Platform, Digest>> images) {
        return plan.platforms().entrySet().stream()
                .allMatch(entry ->
                        entry.getValue().parents().equals(parentImages.of(plan.target(), entry.getKey(), images)));
    }

    private void note(Problem note) {
        if (noted.add(note)) {
            listener.on(new PipelineEvent.Noted(note));
        }
    }

    /** Looks up the image only if the decision depends on it. */
    private final class Whereabouts implements BuildDecider.Whereabouts {

        private final ImageFiles files;

        Whereabouts(ImageFiles files) {
            this.files = files;
        }

        @Override
        public Path archive() {
            return files.archive();
        }

        @Override
        public boolean isIntact(PlatformImage image) {
            return records.isIntact(image, files.archive());
        }

        @Override
        public boolean isStored(PlatformImage image) throws InterruptedException {
            return store.has(files.target().image(), files.tag(), image.digest());
        }

        @Override
        public Optional<PlatformImage> remembered(ContentKey.Known key) throws InterruptedException {
            return store.remembered(files.target().image(), key.tag(), trust, TargetPlanner.this::note)
                    .map(digest -> new PlatformImage(digest, key));
        }
    }
}
