package dev.imagemanager.pipeline.build;

import dev.imagemanager.TestDigests;
import dev.imagemanager.file.AtomicFile;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.pipeline.MemoryTrust;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.ImageReference;
import dev.imagemanager.reference.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** A registry in memory, at {@code localhost:5050}; with {@link #layout}, what takes its place where there is none. */
public final class FakeImageStore implements ImageStores, ImageStore {

    /** {@code repository:tag} → digest. */
    final Map<String, Digest> tags = new HashMap<>();

    /** {@code repository:tag} → what the index that was put there holds. */
    final Map<String, Map<Platform, Digest>> indexes = new HashMap<>();

    /** Digests of archives that images can be taken back from. */
    final Set<Digest> restorable = new HashSet<>();

    /** Targets whose archives were written. */
    public final List<String> exported = Collections.synchronizedList(new ArrayList<>());

    Set<String> retained = Set.of();
    private Optional<Path> layout = Optional.empty();

    @Override
    public ImageStore open(Path directory, Optional<Registry> registry) {
        layout = registry.isPresent() ? Optional.empty() : Optional.of(directory.resolve("layout"));
        return this;
    }

    @Override
    public boolean readsArchives() {
        return layout.isPresent();
    }

    @Override
    public void tag(String repository, String tag, Digest digest) {
        if (!tags.containsValue(digest)) {
            throw new AssertionError(repository + "@" + digest + " is not stored");
        }
        tags.put(repository + ":" + tag, digest);
    }

    @Override
    public long accept(String repository, Optional<String> keyTag, Digest digest, MemoryTrust trust) {
        if (layout.isEmpty() && trust.mayAdd()) {
            keyTag.ifPresent(tag -> tags.put(repository + ":" + tag, digest));
        }
        return 71;
    }

    /** Removes a name and the memory of its key. */
    public void forget(String repository) {
        tags.keySet().removeIf(name -> name.startsWith(repository + ":"));
    }

    @Override
    public ArchiveContent export(TargetName name, Digest digest, Path archive) {
        byte[] content = digest.toString().getBytes(StandardCharsets.UTF_8);
        exported.add(name.toString());
        try {
            AtomicFile.write(archive, content);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return new ArchiveContent(content.length, Digest.of(content));
    }

    @Override
    public List<ImageReference> pushReferences(String repository, List<String> names) {
        return layout.isPresent()
                ? List.of()
                : names.stream()
                        .map(tag -> ImageReference.parse("localhost:5050/" + repository + ":" + tag))
                        .toList();
    }

    @Override
    public void add(String repository, String tag, Digest digest, Path archive) {
        if (layout.isPresent()) {
            tags.put(repository + ":" + tag, digest);
        }
    }

    @Override
    public boolean restore(String repository, String tag, Digest digest, Path archive) {
        if (restorable.contains(digest)) {
            tags.put(repository + ":" + tag, digest);
        }
        return restorable.contains(digest);
    }

    @Override
    public Optional<Digest> digestOf(String repository, String tag) {
        return Optional.ofNullable(tags.get(repository + ":" + tag));
    }

    @Override
    public PinnedImage pinned(String repository, Digest digest) {
        return layout.<PinnedImage>map(directory -> new PinnedImage.InLayout(directory, digest))
                .orElseGet(() -> new PinnedImage.InRegistry(
                        ImageReference.parse("localhost:5050/" + repository + "@" + digest)));
    }

    @Override
    public Digest putIndex(
            String repository, String tag, Map<Platform, Digest> digests, SortedMap<String, String> annotations) {
        String name = repository + ":" + tag;
        Digest digest = TestDigests.of(new TreeMap<>(digests).toString());
        indexes.put(name, Map.copyOf(digests));
        tags.put(name, digest);
        return digest;
    }

    @Override
    public void retain(Set<String> names) {
        retained = Set.copyOf(names);
    }

    /** @param reference {@code repository:tag} */
    public Digest digest(String reference) {
        return tags.get(reference);
    }
}
