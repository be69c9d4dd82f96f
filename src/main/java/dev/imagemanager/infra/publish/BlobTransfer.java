package dev.imagemanager.infra.publish;

import dev.imagemanager.infra.oci.Descriptor;
import dev.imagemanager.infra.registry.Repository;
import dev.imagemanager.reference.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Brings blobs to the repositories of one registry, each once: what a repository of it has is mounted in the others (OCI
 * Distribution Specification 1.1, "Mounting a blob from another repository"). Safe for use by several threads.
 */
final class BlobTransfer {

    /** The names of repositories that are known to have a blob. */
    private final Map<Digest, Set<String>> places = new ConcurrentHashMap<>();

    private final Map<Digest, Lock> locks = new ConcurrentHashMap<>();

    /**
     * Brings a blob to a repository.
     *
     * @return how many bytes were sent
     */
    long bring(Descriptor blob, Contents source, Repository target) throws IOException, InterruptedException {
        Lock lock = locks.computeIfAbsent(blob.digest(), digest -> new ReentrantLock());
        lock.lockInterruptibly();
        try {
            Collection<String> known = places.computeIfAbsent(blob.digest(), digest -> ConcurrentHashMap.newKeySet());
            if (known.contains(target.name())) {
                return 0;
            }
            long sent = 0;
            if (!target.blobs().has(blob.digest()) && !isMounted(blob, source, target, known)) {
                target.blobs().put(blob.digest(), blob.size(), () -> open(source, blob.digest()));
                sent = blob.size();
            }
            known.add(target.name());
            return sent;
        } finally {
            lock.unlock();
        }
    }

    private static boolean isMounted(Descriptor blob, Contents source, Repository target, Collection<String> known)
            throws IOException, InterruptedException {
        Set<String> candidates = new LinkedHashSet<>();
        known.stream().findFirst().ifPresent(candidates::add);
        source.repository()
                .filter(repository -> repository.host().equals(target.host()))
                .ifPresent(repository -> candidates.add(repository.name()));
        for (String from : candidates) {
            if (target.blobs().mount(blob.digest(), from)) {
                return true;
            }
        }
        return false;
    }

    private static InputStream open(Contents source, Digest blob) {
        try {
            return source.open(blob);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted", interruption));
        }
    }
}
