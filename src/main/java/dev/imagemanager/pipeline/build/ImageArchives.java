package dev.imagemanager.pipeline.build;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.output.OutputDirectory;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.SealedDocuments;
import dev.imagemanager.pipeline.build.BuildRecord.PlatformImage;
import dev.imagemanager.pipeline.step.StepContext;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Platform;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes archives of images from the image store: those that the fleet keeps, and others when something reads them. One
 * for all steps of a command. Safe for use by several threads.
 */
public final class ImageArchives {

    private final ImageStores stores;
    private final SealedDocuments documents;

    /** Records are read and written again, by one thread for each target. */
    private final Map<TargetName, Object> locks = new ConcurrentHashMap<>();

    private final Set<Path> read = ConcurrentHashMap.newKeySet();
    private ImageStore store;

    /**
     * The archives of a target.
     *
     * @param size in bytes
     * @param wasWritten whether one of them is new
     */
    record Kept(long size, boolean wasWritten) {}

    ImageArchives(ImageStores stores, SealedDocuments documents) {
        this.stores = stores;
        this.documents = documents;
    }

    /**
     * Returns the archive of an image of the last build. Writes it if it is not there or was changed.
     *
     * @return relative to the fleet's directory
     * @throws EnvironmentException if it cannot be written
     */
    public Path require(StepContext context, TargetName target, Platform platform) throws InterruptedException {
        synchronized (lock(target)) {
            BuildRecords records = records(context);
            BuildRecord record = records.read(target)
                    .filter(built -> built.platforms().containsKey(platform))
                    .orElseThrow(() -> new EnvironmentException(
                            Problem.error("the record of the build of " + target + " was changed or removed")
                                    .withHint("run only one command at a time that writes files of dist")));
            Path archive = archive(record, platform);
            read.add(archive);
            if (!records.isIntact(record.platforms().get(platform), archive)) {
                context.listener().on(new PipelineEvent.Advanced(target, "archive", Optional.empty()));
                records.write(written(context, record, platform));
            }
            return archive;
        }
    }

    /**
     * Writes the archives of a target that was built here, unless they are there. Without a record of a build there is
     * nothing to do.
     *
     * @return what is kept
     */
    Kept keep(StepContext context, TargetName target) throws InterruptedException {
        synchronized (lock(target)) {
            BuildRecords records = records(context);
            Optional<BuildRecord> built = records.read(target);
            if (built.isEmpty()) {
                return new Kept(0, false);
            }
            BuildRecord record = built.get();
            for (Map.Entry<Platform, PlatformImage> image :
                    built.get().platforms().entrySet()) {
                boolean isThere = records.hasArchive(image.getValue(), archive(record, image.getKey()));
                if (image.getValue().wasBuiltHere() && !isThere) {
                    context.listener()
                            .on(new PipelineEvent.Started(
                                    new PipelineEvent.Task(target, ArchiveStep.ACTIVITY.name()), "archiving"));
                    record = written(context, record, image.getKey());
                }
            }
            if (record != built.get()) {
                records.write(record);
            }
            return new Kept(record.archiveBytes(), record != built.get());
        }
    }

    /** Removes those that were only read, if the fleet keeps none. */
    public void finish(StepContext context) {
        if (!context.fleet().fleet().settings().keepArchives()) {
            read.forEach(context.output()::remove);
        }
    }

    private Object lock(TargetName target) {
        return locks.computeIfAbsent(target, name -> new Object());
    }

    /** What is wrong with a record is said by those who need it. */
    private BuildRecords records(StepContext context) {
        return new BuildRecords(context.output(), documents, event -> {});
    }

    private static Path archive(BuildRecord record, Platform platform) {
        return ImageFiles.archive(record.target(), platform, record.platforms().size() == 1);
    }

    private BuildRecord written(StepContext context, BuildRecord record, Platform platform)
            throws InterruptedException {
        PlatformImage image = record.platforms().get(platform);
        Path archive = archive(record, platform);
        OutputDirectory output = context.output();
        if (image.archive().isPresent() && output.size(archive).isPresent()) {
            context.listener()
                    .on(new PipelineEvent.Noted(Problem.note(
                            archive + " is written again: it is not the archive that image-manager wrote")));
        }
        return record.with(platform, store(context).export(record.target(), image.digest(), output.path(archive)));
    }

    /** Opens the store when the first archive is written: mostly there is none to write. */
    private synchronized ImageStore store(StepContext context) throws InterruptedException {
        if (store == null) {
            store = stores.open(
                    context.fleet().fleet().directory(),
                    context.services().require(EnumSet.of(ServiceName.REGISTRY)).registry());
        }
        return store;
    }
}
