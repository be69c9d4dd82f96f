package dev.imagemanager.pipeline.build;

import dev.imagemanager.config.Environment;
import dev.imagemanager.pipeline.SealedDocuments;
import dev.imagemanager.pipeline.cache.LayerCache;
import dev.imagemanager.pipeline.step.Activity;
import dev.imagemanager.pipeline.step.Step;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Set;

/** Creates build steps with the settings of a command. */
@ApplicationScoped
public final class BuildSteps {

    private final ImageBuilder imageBuilder;
    private final ImageStores stores;
    private final BaseImageResolver baseImages;
    private final RemoteFiles remoteFiles;
    private final RemoteRepositories remoteRepositories;
    private final CommitTimes commitTimes;
    private final LayerCache layerCache;
    private final SealedDocuments documents;
    private final Environment environment;

    @Inject
    public BuildSteps(
            ImageBuilder imageBuilder,
            ImageStores stores,
            BaseImageResolver baseImages,
            RemoteFiles remoteFiles,
            RemoteRepositories remoteRepositories,
            CommitTimes commitTimes,
            LayerCache layerCache,
            SealedDocuments documents,
            Environment environment) {
        this.imageBuilder = imageBuilder;
        this.stores = stores;
        this.baseImages = baseImages;
        this.remoteFiles = remoteFiles;
        this.remoteRepositories = remoteRepositories;
        this.commitTimes = commitTimes;
        this.layerCache = layerCache;
        this.documents = documents;
        this.environment = environment;
    }

    /** Returns the archives of one command. */
    public ImageArchives archives() {
        return new ImageArchives(stores, documents);
    }

    /** Returns the step that writes the archives that the fleet keeps. */
    public Step keeping(ImageArchives archives) {
        return new ArchiveStep(archives);
    }

    public Step with(BuildSettings settings) {
        return with(settings, Set.of());
    }

    /** @param alsoAfterOnParents what must succeed on the parents of a target before it is built, beside their builds */
    public Step with(BuildSettings settings, Set<Activity> alsoAfterOnParents) {
        return new BuildStep(
                settings,
                alsoAfterOnParents,
                imageBuilder,
                stores,
                baseImages,
                remoteFiles,
                remoteRepositories,
                commitTimes,
                layerCache,
                documents,
                environment);
    }
}
