package dev.imagemanager.infra.registry;

import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.pipeline.attest.Attachments;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Reads and writes what is attached to images: see docs/development/decisions/0010-attestations.md. */
@Singleton
public final class RegistryAttachments implements Attachments {

    private final RegistryClient client;

    /** By repository. */
    private final Map<String, Lock> locks = new ConcurrentHashMap<>();

    @Inject
    public RegistryAttachments(RegistryClient client) {
        this.client = client;
    }

    @Override
    public Place at(Registry registry, String name) {
        Repository repository = client.repository(registry, name);
        return new AttachmentPlace(
                repository, locks.computeIfAbsent(repository.toString(), place -> new ReentrantLock()));
    }
}
