package dev.imagemanager.pipeline.sbom;

import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.build.ImageStore;
import dev.imagemanager.pipeline.services.Provided;
import java.util.EnumSet;
import java.util.Optional;

/** Connects the scanner and the image store when they are needed for the first time. Safe for use by several threads. */
final class ImageSource {

    private final SbomInputs inputs;
    private Connected connected;

    ImageSource(SbomInputs inputs) {
        this.inputs = inputs;
    }

    /** A scanner, and the store of its images. */
    record Connected(PackageScanner.Scanner scanner, ImageStore store) {}

    /** @throws dev.imagemanager.problem.EnvironmentException if the scanner is not installed, or the store does not respond */
    synchronized Connected connected() throws InterruptedException {
        if (connected == null) {
            Provided provided = inputs.context().services().require(EnumSet.of(ServiceName.REGISTRY));
            Optional<Registry> registry = provided.registry();
            connected = new Connected(
                    inputs.scanner().connect(registry),
                    inputs.stores().open(inputs.context().fleet().fleet().directory(), registry));
        }
        return connected;
    }
}
