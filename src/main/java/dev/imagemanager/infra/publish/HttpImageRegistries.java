package dev.imagemanager.infra.publish;

import dev.imagemanager.infra.oci.LayoutReader;
import dev.imagemanager.infra.registry.RegistryClient;
import dev.imagemanager.model.settings.PublishPlace;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.output.OutputDirectory;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.pipeline.publish.ImageRegistries;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Registries over HTTP, and the image layout of a fleet that builds without one. */
@Singleton
public final class HttpImageRegistries implements ImageRegistries {

    private final RegistryClient client;

    /** By the host, since blobs can be mounted across all repositories of a registry. */
    private final Map<String, BlobTransfer> blobs = new ConcurrentHashMap<>();

    @Inject
    public HttpImageRegistries(RegistryClient client) {
        this.client = client;
    }

    @Override
    public Source built(Path directory, Optional<Registry> registry) throws InterruptedException {
        if (registry.isPresent()) {
            return source("the build registry " + registry.get(), registry.get(), registry.get()::repository);
        }
        Path layout = new OutputDirectory(directory).directory(OutputPaths.IMAGE_STORE);
        String name = OutputPaths.IMAGE_STORE.toString();
        Function<IOException, EnvironmentException> failures = failure -> new EnvironmentException(
                Problem.error("cannot read the images in " + name + ": " + failure.getMessage())
                        .withHint("build again: image-manager build"),
                failure);
        try {
            LayoutContents contents = new LayoutContents(new LayoutReader(layout));
            return new ContentsSource(name, image -> contents, failures);
        } catch (IOException failure) {
            throw failures.apply(failure);
        }
    }

    @Override
    public Source published(PublishPlace place) throws InterruptedException {
        return source(place.toString(), place.registry(), place::repository);
    }

    private Source source(String name, Registry registry, Function<String, String> repositories)
            throws InterruptedException {
        connect(name, registry);
        return new ContentsSource(
                name,
                image -> new RegistryContents(client.repository(registry, repositories.apply(image))),
                failure -> RegistryFailures.of(name + " cannot be used", registry, failure));
    }

    @Override
    public Destination to(PublishPlace place) throws InterruptedException {
        connect(place.toString(), place.registry());
        return new RegistryDestination(
                client, place, blobs.computeIfAbsent(place.registry().host(), host -> new BlobTransfer()));
    }

    private void connect(String name, Registry registry) throws InterruptedException {
        try {
            client.connect(registry);
        } catch (IOException failure) {
            throw RegistryFailures.of("cannot connect to " + name, registry, failure);
        }
    }
}
