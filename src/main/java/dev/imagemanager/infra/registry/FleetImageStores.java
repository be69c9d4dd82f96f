package dev.imagemanager.infra.registry;

import dev.imagemanager.infra.oci.LayoutImageStore;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.output.OutputDirectory;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.pipeline.build.ImageStore;
import dev.imagemanager.pipeline.build.ImageStores;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;

/** Provides the build registry or, if there is none, an image layout. */
@Singleton
public final class FleetImageStores implements ImageStores {

    private final RegistryClient client;

    @Inject
    public FleetImageStores(RegistryClient client) {
        this.client = client;
    }

    @Override
    public ImageStore open(Path directory, Optional<Registry> registry) throws InterruptedException {
        return registry.isPresent()
                ? HttpImageStore.connect(client, registry.get())
                : new LayoutImageStore(new OutputDirectory(directory).directory(OutputPaths.IMAGE_STORE));
    }
}
