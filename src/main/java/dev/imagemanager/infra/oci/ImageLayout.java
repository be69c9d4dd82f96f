package dev.imagemanager.infra.oci;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.file.AtomicFile;
import dev.imagemanager.file.RefusedFileException;
import dev.imagemanager.file.RegularFile;
import dev.imagemanager.reference.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Stores images in a directory, each layer once (OCI Image Specification, "Image Layout"). Thread-safe, but only one
 * process may write at a time.
 */
final class ImageLayout {

    /** OCI Image Specification, "Annotations". */
    private static final String NAME = "org.opencontainers.image.ref.name";

    /** In bytes; one image takes about 250. */
    private static final int INDEX_LIMIT = 64 << 20;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    private final Blobs blobs;

    /** Initializes the directory as a layout if necessary. */
    ImageLayout(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.blobs = new Blobs(directory);
        if (Files.notExists(directory.resolve("oci-layout"))) {
            replace("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}");
        }
    }

    /**
     * Copies missing blobs from an archive that is also an image layout (BuildKit's {@code type=docker}).
     *
     * @param digest of the manifest that the archive must contain
     */
    synchronized void add(String name, Digest digest, Path archive) throws IOException {
        try (ImageArchive content = new ImageArchive(archive)) {
            for (Digest blob : content.digests()) {
                if (blob.equals(digest) || !blobs.has(blob, content.size(blob))) {
                    try (InputStream bytes = content.open(blob)) {
                        blobs.write(blob, bytes);
                    }
                }
            }
        }
        Optional<byte[]> manifest = blobs.read(digest);
        if (manifest.isEmpty() || !isComplete(digest)) {
            throw new IOException(archive + " does not contain all blobs of " + digest);
        }
        put(name, digest, manifest.get());
    }

    /**
     * Adds an index.
     *
     * @return its digest
     */
    synchronized Digest add(String name, byte[] index) throws IOException {
        Digest digest = Digest.of(index);
        blobs.write(digest, new ByteArrayInputStream(index));
        put(name, digest, index);
        return digest;
    }

    /** Returns the digest of a name; empty if blobs of it are missing. */
    synchronized Optional<Digest> digestOf(String name) throws IOException {
        Optional<Digest> digest = Optional.ofNullable(names().get(name)).flatMap(ImageLayout::digest);
        return digest.isPresent() && isComplete(digest.get()) ? digest : Optional.empty();
    }

    private static Optional<Digest> digest(JsonNode descriptor) {
        return Digest.find(descriptor.path("digest").asText());
    }

    /** Sets a name to an image. */
    synchronized void name(String name, Digest digest) throws IOException {
        put(name, digest, content(digest));
    }

    /** @throws IOException if the manifest is missing or damaged */
    byte[] content(Digest digest) throws IOException {
        return blobs.read(digest).orElseThrow(() -> new IOException(digest + " is missing or damaged"));
    }

    /** @throws IOException if the blob is missing or damaged */
    void copy(Digest blob, OutputStream target) throws IOException {
        blobs.copy(blob, target);
    }

    /** @throws IOException if the blob is missing */
    InputStream open(Digest blob) throws IOException {
        return blobs.open(blob);
    }

    /**
     * Copies a blob of another layout.
     *
     * @throws IOException if it is missing or damaged there
     */
    void take(Digest blob, ImageLayout other) throws IOException {
        try (InputStream content = other.blobs.open(blob)) {
            blobs.write(blob, content);
        }
    }

    /** Returns the size of an image's configuration and layers, in bytes. */
    long size(Digest digest) throws IOException {
        return ImageManifest.size(JSON.readTree(content(digest)));
    }

    Descriptor manifest(Digest digest) throws IOException {
        byte[] manifest = content(digest);
        return Descriptor.of(JSON.readTree(manifest).path("mediaType").asText(), digest, manifest.length);
    }

    /** Removes all other names, and the blobs that only they use. */
    synchronized void retain(Set<String> wanted) throws IOException {
        SortedMap<String, JsonNode> names = names();
        if (names.keySet().retainAll(wanted)) {
            write(names);
        }
        Set<Digest> reachable = new HashSet<>();
        for (JsonNode descriptor : names.values()) {
            addReachable(descriptor, reachable);
        }
        blobs.retain(reachable);
    }

    private void addReachable(JsonNode descriptor, Set<Digest> reachable) throws IOException {
        Optional<Digest> digest = digest(descriptor);
        Optional<byte[]> content = digest.isPresent() ? blobs.read(digest.get()) : Optional.empty();
        if (content.isPresent() && reachable.add(digest.get())) {
            JsonNode manifest = JSON.readTree(content.get());
            for (JsonNode image : manifest.path("manifests")) {
                addReachable(image, reachable);
            }
            digest(manifest.path("config")).ifPresent(reachable::add);
            manifest.path("layers").forEach(layer -> digest(layer).ifPresent(reachable::add));
        }
    }

    private boolean isComplete(Digest digest) throws IOException {
        Optional<byte[]> content = blobs.read(digest);
        if (content.isEmpty()) {
            return false;
        }
        JsonNode manifest = JSON.readTree(content.get());
        for (JsonNode image : manifest.path("manifests")) {
            Optional<Digest> ofPlatform = digest(image);
            if (ofPlatform.isEmpty() || !isComplete(ofPlatform.get())) {
                return false;
            }
        }
        for (JsonNode layer : manifest.path("layers")) {
            if (!has(layer)) {
                return false;
            }
        }
        return !manifest.has("config") || has(manifest.path("config"));
    }

    private boolean has(JsonNode descriptor) {
        return digest(descriptor)
                .filter(digest -> blobs.has(digest, descriptor.path("size").asLong()))
                .isPresent();
    }

    private void put(String name, Digest digest, byte[] manifest) throws IOException {
        SortedMap<String, JsonNode> names = names();
        ObjectNode descriptor = JsonNodeFactory.instance.objectNode();
        descriptor.put("mediaType", JSON.readTree(manifest).path("mediaType").asText());
        descriptor.put("digest", digest.toString());
        descriptor.put("size", manifest.length);
        descriptor.putObject("annotations").put(NAME, name);
        names.put(name, descriptor);
        write(names);
    }

    /**
     * Returns the names in the index. An invalid index is treated as empty: images are rebuilt or read from their
     * archives.
     */
    private SortedMap<String, JsonNode> names() throws IOException {
        SortedMap<String, JsonNode> names = new TreeMap<>();
        try {
            for (JsonNode descriptor : JSON.readTree(new String(
                            RegularFile.read(directory.resolve("index.json"), INDEX_LIMIT), StandardCharsets.UTF_8))
                    .path("manifests")) {
                names.put(descriptor.path("annotations").path(NAME).asText(), descriptor);
            }
        } catch (NoSuchFileException | RefusedFileException | JsonProcessingException none) {
            return new TreeMap<>();
        }
        return names;
    }

    private void write(Map<String, JsonNode> names) throws IOException {
        ObjectNode index = JsonNodeFactory.instance.objectNode();
        index.put("schemaVersion", 2);
        index.put("mediaType", ImageIndex.MEDIA_TYPE);
        ArrayNode manifests = index.putArray("manifests");
        names.values().forEach(manifests::add);
        replace("index.json", index.toString());
    }

    private void replace(String name, String content) throws IOException {
        AtomicFile.write(directory.resolve(name), content.getBytes(StandardCharsets.UTF_8));
    }
}
