package dev.imagemanager.pipeline.build;

import dev.imagemanager.config.Environment;
import dev.imagemanager.pipeline.SealedDocuments;
import dev.imagemanager.pipeline.cache.LayerCache;
import dev.imagemanager.pipeline.step.Activity;
import dev.imagemanager.pipeline.step.Step;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;

/** Creates build steps with the settings of a command. */
@ApplicationScoped
public final class BuildSteps {

    private final ImageBuilder imageBuilder;
    private final ImageStores stores;
    private final BaseImageResolver baseImages;
    private final RemoteFiles remoteFiles;
    private final RemoteRepositories remoteRepositories;
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
            LayerCache layerCache,
            SealedDocuments documents,
            Environment environment) {
        this.imageBuilder = imageBuilder;
        this.stores = stores;
        this.baseImages = baseImages;
        this.remoteFiles = remoteFiles;
        this.remoteRepositories = remoteRepositories;
        this.layerCache = layerCache;
        this.documents = documents;
        this.environment = environment;
    }

    /** Returns the step that writes the archives that the fleet keeps. */
    public Step archives() {
        return new ArchiveStep(Optional.empty(), true, stores, documents);
    }

    /** Returns the step that writes the archives that another step reads, and those that the fleet keeps. */
    public Step archivesAndThoseFor(Step reader) {
        return new ArchiveStep(Optional.of(reader), true, stores, documents);
    }

    /** Returns the step that writes the archives that another step reads. */
    public Step archivesFor(Step reader) {
        return new ArchiveStep(Optional.of(reader), false, stores, documents);
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
                layerCache,
                documents,
                environment);
    }
}
