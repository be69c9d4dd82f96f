package dev.imagemanager.pipeline.sbom;

import dev.imagemanager.config.Environment;
import dev.imagemanager.pipeline.SealedDocuments;
import dev.imagemanager.pipeline.build.CommitTimes;
import dev.imagemanager.pipeline.build.ImageStores;
import dev.imagemanager.pipeline.step.Step;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Creates steps that list packages, with the settings of a command. */
@ApplicationScoped
public final class SbomSteps {

    private final PackageScanner scanner;
    private final ImageStores stores;
    private final CommitTimes commitTimes;
    private final SealedDocuments documents;
    private final Environment environment;

    @Inject
    public SbomSteps(
            PackageScanner scanner,
            ImageStores stores,
            CommitTimes commitTimes,
            SealedDocuments documents,
            Environment environment) {
        this.scanner = scanner;
        this.stores = stores;
        this.commitTimes = commitTimes;
        this.documents = documents;
        this.environment = environment;
    }

    public Step with(SbomSettings settings) {
        return new SbomStep(settings, scanner, stores, commitTimes, documents, environment);
    }
}
