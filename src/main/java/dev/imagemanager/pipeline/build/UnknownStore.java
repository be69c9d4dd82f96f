package dev.imagemanager.pipeline.build;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.MemoryTrust;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.ImageReference;
import dev.imagemanager.reference.Platform;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** Stands in a plan for an image store that cannot be asked. It is assumed to have what was stored. */
final class UnknownStore implements ImageStore {

    /** RFC 2606, "Reserved Top Level DNS Names". */
    private static final Optional<String> NOBODY = Optional.of("registry.invalid");

    @Override
    public boolean has(String repository, String tag, Digest digest) {
        return true;
    }

    @Override
    public Optional<Digest> digestOf(String repository, String tag) {
        return Optional.empty();
    }

    /** The reference is not used: nothing is built. */
    @Override
    public PinnedImage pinned(String repository, Digest digest) {
        return new PinnedImage.InRegistry(
                new ImageReference(NOBODY, repository, Optional.empty(), Optional.of(digest)));
    }

    @Override
    public boolean readsArchives() {
        throw noStore();
    }

    @Override
    public List<ImageReference> pushReferences(String repository, List<String> tags) {
        throw noStore();
    }

    @Override
    public void add(String repository, String tag, Digest digest, Path archive) {
        throw noStore();
    }

    @Override
    public boolean restore(String repository, String tag, Digest digest, Path archive) {
        throw noStore();
    }

    @Override
    public void tag(String repository, String tag, Digest digest) {
        throw noStore();
    }

    @Override
    public long accept(String repository, Optional<String> keyTag, Digest digest, MemoryTrust trust) {
        throw noStore();
    }

    @Override
    public ArchiveContent export(TargetName name, Digest digest, Path archive) {
        throw noStore();
    }

    @Override
    public Digest putIndex(
            String repository, String tag, Map<Platform, Digest> digests, SortedMap<String, String> annotations) {
        throw noStore();
    }

    @Override
    public void retain(Set<String> names) {
        throw noStore();
    }

    private static IllegalStateException noStore() {
        return new IllegalStateException("internal error: a plan changes nothing");
    }
}
