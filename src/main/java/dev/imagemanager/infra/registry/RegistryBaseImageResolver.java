package dev.imagemanager.infra.registry;

import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.pipeline.build.BaseImageResolver;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.ImageReference;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Asks the image's registry, or the mirror that is configured for it, once for each image. */
@Singleton
public final class RegistryBaseImageResolver implements BaseImageResolver {

    private static final Logger LOG = Logger.getLogger(RegistryBaseImageResolver.class);

    private final RegistryClient client;
    private final Map<ImageReference, Optional<Digest>> known = new ConcurrentHashMap<>();

    @Inject
    public RegistryBaseImageResolver(RegistryClient client) {
        this.client = client;
    }

    @Override
    public Optional<Digest> digestOf(ImageReference image, FleetSettings settings) throws InterruptedException {
        if (image.digest().isPresent()) {
            return image.digest();
        }
        Optional<Digest> before = known.get(image);
        if (before != null) {
            return before;
        }
        String host = RegistryClient.hostOf(image);
        Optional<Digest> digest = Optional.empty();
        try {
            digest = client.digest(
                    settings.registryAt(settings.mirrors().getOrDefault(host, host)),
                    RegistryClient.repositoryOf(image),
                    image.tagOrDefault());
        } catch (IOException | IllegalArgumentException failure) {
            LOG.debugf(failure, "the digest of %s cannot be learned", image);
        }
        known.put(image, digest);
        return digest;
    }
}
