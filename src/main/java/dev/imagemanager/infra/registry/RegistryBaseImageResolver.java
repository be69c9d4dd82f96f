package dev.imagemanager.infra.registry;

import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.pipeline.build.BaseImageResolver;
import dev.imagemanager.reference.ImageReference;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Resolves base images with their registry or the configured mirror, once for each image. */
@Singleton
public final class RegistryBaseImageResolver implements BaseImageResolver {

    private static final Logger LOG = Logger.getLogger(RegistryBaseImageResolver.class);

    private final RegistryClient client;
    private final Map<ImageReference, Resolution> known = new ConcurrentHashMap<>();

    @Inject
    public RegistryBaseImageResolver(RegistryClient client) {
        this.client = client;
    }

    @Override
    public Resolution resolve(ImageReference image, FleetSettings settings) throws InterruptedException {
        if (image.digest().isPresent()) {
            return new Resolution.Found(image.digest().get());
        }
        Resolution before = known.get(image);
        if (before != null) {
            return before;
        }
        Resolution resolution = ask(image, settings);
        known.put(image, resolution);
        return resolution;
    }

    private Resolution ask(ImageReference image, FleetSettings settings) throws InterruptedException {
        Repository repository = client.repository(image, settings);
        try {
            return repository
                    .manifests()
                    .digest(image.tagOrDefault())
                    .<Resolution>map(Resolution.Found::new)
                    .orElseGet(() -> new Resolution.NotFound(repository.host() + " does not have the image"));
        } catch (IOException failure) {
            LOG.debugf(failure, "cannot resolve the digest of %s", image);
            String reason = failure.getMessage() == null ? "no server is listening" : failure.getMessage();
            return new Resolution.NotFound(repository.host() + " cannot be reached: " + reason);
        }
    }
}
