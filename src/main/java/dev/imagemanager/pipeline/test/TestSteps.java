package dev.imagemanager.pipeline.test;

import dev.imagemanager.pipeline.SealedDocuments;
import dev.imagemanager.pipeline.build.ImageArchives;
import dev.imagemanager.pipeline.step.Step;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Creates test steps with the settings of a command. */
@ApplicationScoped
public final class TestSteps {

    private final ImageTester imageTester;
    private final TestMemory memory;
    private final SealedDocuments documents;

    @Inject
    public TestSteps(ImageTester imageTester, TestMemory memory, SealedDocuments documents) {
        this.imageTester = imageTester;
        this.memory = memory;
        this.documents = documents;
    }

    /** @param archives of the command */
    public Step with(TestSettings settings, ImageArchives archives) {
        return new TestStep(settings, imageTester, memory, documents, archives);
    }
}
