package dev.imagemanager.infra.registry;

import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.pipeline.build.BaseImageResolver;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.ImageReference;
import dev.imagemanager.reference.Platform;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Reads base images from their registry or the configured mirror, once for each image. */
@Singleton
public final class RegistryBaseImageResolver implements BaseImageResolver {

    private static final Logger LOG = Logger.getLogger(RegistryBaseImageResolver.class);

    private final RegistryClient client;
    private final Map<ImageReference, Resolution> known = new ConcurrentHashMap<>();
    private final Map<Content, Triggers> triggers = new ConcurrentHashMap<>();

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
        List<String> reasons = new ArrayList<>();
        boolean isRefused = false;
        boolean isOffline = false;
        for (Repository repository : client.repositories(image, settings)) {
            try {
                Optional<Digest> digest = repository.manifests().digest(image.tagOrDefault());
                if (digest.isPresent()) {
                    return new Resolution.Found(digest.get());
                }
                reasons.add(repository.host() + " does not have the image");
                isOffline = false;
            } catch (IOException failure) {
                LOG.debugf(failure, "cannot resolve the digest of %s", image);
                reasons.add(repository.host() + " cannot be asked: " + RegistryClient.reason(failure));
                isOffline = Retries.isOutage(failure);
                isRefused |= !isOffline;
            }
        }
        // The last one is the image's own registry, which knows best.
        return new Resolution.NotFound(String.join("; ", reasons), isOffline && !isRefused);
    }

    /** The content of an image, which never changes. */
    private record Content(String repository, Digest digest, Platform platform) {}

    @Override
    public Triggers triggers(ImageReference image, Digest digest, Platform platform, FleetSettings settings)
            throws InterruptedException {
        Content content = new Content(image.repository(), digest, platform);
        Triggers before = triggers.get(content);
        if (before != null) {
            return before;
        }
        Triggers found = read(image, digest, platform, settings);
        triggers.put(content, found);
        return found;
    }

    private Triggers read(ImageReference image, Digest digest, Platform platform, FleetSettings settings)
            throws InterruptedException {
        List<String> reasons = new ArrayList<>();
        for (Repository repository : client.repositories(image, settings)) {
            try {
                return new Triggers.Found(ImageConfiguration.triggers(repository, digest, platform));
            } catch (IOException failure) {
                LOG.debugf(failure, "cannot read the configuration of %s", image);
                reasons.add(repository.host() + " cannot be read: " + RegistryClient.reason(failure));
            }
        }
        return new Triggers.Unknown(String.join("; ", reasons));
    }
}
