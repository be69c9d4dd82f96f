package dev.imagemanager.pipeline.build;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.output.OutputDirectory;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.pipeline.SealedDocuments;
import dev.imagemanager.pipeline.build.BuildRecord.PlatformImage;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.pipeline.step.Activity;
import dev.imagemanager.pipeline.step.Fact;
import dev.imagemanager.pipeline.step.Outcome;
import dev.imagemanager.pipeline.step.Step;
import dev.imagemanager.pipeline.step.StepContext;
import dev.imagemanager.pipeline.step.StepReport;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Platform;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Writes the archives of images that another step reads, or that the fleet keeps, from the image store. What builds on a
 * target does not wait for its archive.
 */
public final class ArchiveStep implements Step {

    /** Not announced, since most archives are there. */
    public static final Activity ACTIVITY =
            new Activity("archive", "", "archive failed", "no archive", "not archived", "not archived");

    private final Optional<Step> reader;
    private final boolean isForKeeping;
    private final ImageStores stores;
    private final SealedDocuments documents;

    /**
     * @param reader the step that reads archives
     * @param isForKeeping whether archives are written for the fleet to keep
     */
    ArchiveStep(Optional<Step> reader, boolean isForKeeping, ImageStores stores, SealedDocuments documents) {
        this.reader = reader;
        this.isForKeeping = isForKeeping;
        this.stores = stores;
        this.documents = documents;
    }

    @Override
    public Activity activity() {
        return ACTIVITY;
    }

    @Override
    public List<String> columns() {
        return List.of();
    }

    @Override
    public Set<ServiceName> services(Collection<Target> targets) {
        return EnumSet.of(ServiceName.REGISTRY);
    }

    @Override
    public Set<Activity> after() {
        return Set.of(BuildStep.ACTIVITY);
    }

    @Override
    public Set<Activity> afterOnParents() {
        return Set.of();
    }

    @Override
    public List<Target> targets(GeneratedFleet fleet, Collection<TargetName> chosen) {
        return isForKeeping && fleet.fleet().settings().keepArchives()
                ? fleet.targets(fleet.graph().withAncestors(chosen))
                : read(fleet, chosen);
    }

    private List<Target> read(GeneratedFleet fleet, Collection<TargetName> chosen) {
        return reader.map(step -> step.targets(fleet, chosen)).orElse(List.of());
    }

    @Override
    public Execution open(StepContext context) {
        Set<TargetName> read = read(context.fleet(), context.chosen()).stream()
                .map(Target::name)
                .collect(Collectors.toUnmodifiableSet());
        return new Archiving(context, read);
    }

    private record ArchiveReport(long bytes) implements StepReport {

        @Override
        public List<Fact> facts() {
            return List.of();
        }

        @Override
        public void describe(ObjectNode target) {
            if (bytes > 0) {
                target.put("archiveBytes", bytes);
            }
        }
    }

    private final class Archiving implements Execution {

        private final StepContext context;
        private final Set<TargetName> read;
        private final boolean isKept;
        private final OutputDirectory output;
        private final PipelineListener listener;
        private final BuildRecords records;
        private final Map<TargetName, BuildRecord> seen = new ConcurrentHashMap<>();
        private ImageStore store;

        Archiving(StepContext context, Set<TargetName> read) {
            this.context = context;
            this.read = read;
            this.isKept = context.fleet().fleet().settings().keepArchives();
            this.output = context.output();
            this.listener = context.listener();
            // What is wrong with a record is said by those who need it.
            this.records = new BuildRecords(output, documents, event -> {});
        }

        /** Opens the store when the first archive is written: mostly there is none to write. */
        private synchronized ImageStore store() throws InterruptedException {
            if (store == null) {
                store = stores.open(
                        context.fleet().fleet().directory(),
                        context.services()
                                .require(EnumSet.of(ServiceName.REGISTRY))
                                .registry());
            }
            return store;
        }

        /** Without a record there is nothing to do; the step that reads archives says so. */
        @Override
        public Outcome run(Target target) throws InterruptedException {
            Optional<BuildRecord> built = records.read(target.name());
            BuildRecord record = built.orElse(null);
            for (Platform platform :
                    built.map(found -> found.platforms().keySet()).orElse(Set.of())) {
                record = archived(record, platform);
            }
            if (record != null) {
                seen.put(target.name(), record);
                if (record != built.get()) {
                    records.write(record);
                }
            }
            boolean isUnchanged = record == built.orElse(null);
            return new Outcome.Succeeded(
                    isUnchanged, "", new ArchiveReport(record == null ? 0 : record.archiveBytes()));
        }

        private BuildRecord archived(BuildRecord record, Platform platform) throws InterruptedException {
            TargetName name = record.target();
            PlatformImage image = record.platforms().get(platform);
            ImageFiles files = new ImageFiles(name, platform, record.platforms().size() == 1);
            boolean isRead = read.contains(name);
            if (!isRead && !(isForKeeping && isKept && image.wasBuiltHere())) {
                return record;
            }
            boolean isThere =
                    isRead ? records.isIntact(image, files.archive()) : records.hasArchive(image, files.archive());
            if (isThere) {
                return record;
            }
            if (image.archive().isPresent() && output.size(files.archive()).isPresent()) {
                listener.on(new PipelineEvent.Noted(Problem.note(
                        files.archive() + " is written again: it is not the archive that image-manager wrote")));
            }
            listener.on(new PipelineEvent.Started(name, "archiving"));
            return record.with(platform, store().export(name, image.digest(), output.path(files.archive())));
        }

        /** Removes archives if they are not kept. */
        @Override
        public void finish() {
            if (!isKept) {
                seen.values().forEach(record -> ImageFiles.archives(record).forEach(output::remove));
            }
        }
    }
}
