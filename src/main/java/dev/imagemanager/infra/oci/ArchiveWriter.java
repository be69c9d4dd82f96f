package dev.imagemanager.infra.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.file.AtomicFile;
import dev.imagemanager.pipeline.build.ArchiveContent;
import dev.imagemanager.reference.Digest;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Writes an image as an archive that is an OCI image layout (OCI Image Specification, "Image Layout") and can be loaded with
 * {@code docker load} (Docker Image Specification 1.2, "Combined Image JSON + Filesystem Changeset Format"), like BuildKit's
 * {@code type=docker} with OCI media types. The same image results in the same bytes.
 */
public final class ArchiveWriter {

    /** The name of an image for containerd, and so for Docker's image store in containerd. */
    private static final String IMAGE_NAME = "io.containerd.image.name";

    private static final String REFERENCE_NAME = "org.opencontainers.image.ref.name";

    private static final String BLOBS = "blobs/sha256/";

    private static final ObjectMapper JSON = new ObjectMapper();

    private ArchiveWriter() {}

    /** Where blobs come from. */
    public interface Source {

        /** @throws IOException also if the blob has another digest */
        void copy(Digest blob, OutputStream target) throws IOException, InterruptedException;
    }

    /**
     * @param name of the image: {@code base:1.0.0}
     * @param tag of the image: {@code 1.0.0}
     * @param archived the layers of the archives that were written before, which those of this one are added to
     * @param file replaced atomically
     * @throws IOException if the manifest is not that of an image, a blob cannot be read, or the file cannot be written
     */
    public static ArchiveContent write(
            String name, String tag, byte[] manifest, Source blobs, ArchivedLayers archived, Path file)
            throws IOException, InterruptedException {
        try (AtomicFile replacement = AtomicFile.replacing(file)) {
            DigestOutputStream hashed =
                    new DigestOutputStream(Files.newOutputStream(replacement.partial()), Digest.sha256());
            try (BufferedOutputStream buffer = new BufferedOutputStream(hashed);
                    TarArchiveOutputStream tar = new TarArchiveOutputStream(buffer)) {
                tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
                LayerTarget layers = (layer, all) -> {
                    Optional<MessageDigest> known = archived.hashAfter(all);
                    hashed.on(known.isEmpty());
                    tar.putArchiveEntry(entry(path(layer.digest()), layer.size()));
                    archived.copy(layer, blobs, tar, buffer, replacement.partial(), file);
                    buffer.flush();
                    known.ifPresent(hashed::setMessageDigest);
                    hashed.on(true);
                    archived.keepHash(all, hashed.getMessageDigest());
                };
                write(name, tag, manifest, blobs, layers, tar);
            }
            long size = Files.size(replacement.partial());
            replacement.commit();
            return new ArchiveContent(size, Digest.finish(hashed.getMessageDigest()));
        }
    }

    /** Writes the entry of a layer to the archive. */
    private interface LayerTarget {

        /** @param all what the archive has with it */
        void write(Descriptor layer, List<Digest> all) throws IOException, InterruptedException;
    }

    private static void write(
            String name, String tag, byte[] manifest, Source blobs, LayerTarget target, TarArchiveOutputStream tar)
            throws IOException, InterruptedException {
        JsonNode image = JSON.readTree(manifest);
        Digest digest = Digest.of(manifest);
        Descriptor config = descriptor(image.path("config"));
        ArrayNode layers = JsonNodeFactory.instance.arrayNode();
        // First, so that archives of images with the same first layers begin with the same bytes.
        Set<Digest> written = new LinkedHashSet<>();
        for (JsonNode node : image.path("layers")) {
            Descriptor layer = descriptor(node);
            layers.add(path(layer.digest()));
            if (written.add(layer.digest())) {
                target.write(layer, List.copyOf(written));
            }
        }
        if (written.add(config.digest())) {
            tar.putArchiveEntry(entry(path(config.digest()), config.size()));
            blobs.copy(config.digest(), tar);
            tar.closeArchiveEntry();
        }
        add(path(digest), manifest, tar);
        add("index.json", index(name, tag, image.path("mediaType").asText(), digest, manifest.length), tar);
        add("manifest.json", dockerManifest(name, config.digest(), layers), tar);
        add("oci-layout", bytes(JsonNodeFactory.instance.objectNode().put("imageLayoutVersion", "1.0.0")), tar);
    }

    private static Descriptor descriptor(JsonNode node) throws IOException {
        try {
            return Descriptor.parse(node);
        } catch (IllegalArgumentException malformed) {
            throw new IOException("its manifest is not that of an image: " + malformed.getMessage(), malformed);
        }
    }

    private static void add(String path, byte[] content, TarArchiveOutputStream tar) throws IOException {
        tar.putArchiveEntry(entry(path, content.length));
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private static TarArchiveEntry entry(String path, long size) {
        TarArchiveEntry entry = new TarArchiveEntry(path);
        entry.setSize(size);
        entry.setModTime(0);
        return entry;
    }

    private static byte[] index(String name, String tag, String mediaType, Digest digest, long size) {
        ObjectNode index = JsonNodeFactory.instance.objectNode();
        index.put("schemaVersion", 2);
        index.put("mediaType", ImageIndex.MEDIA_TYPE);
        ObjectNode image = Descriptor.of(mediaType, digest, size).toJson();
        image.putObject("annotations").put(IMAGE_NAME, name).put(REFERENCE_NAME, tag);
        index.putArray("manifests").add(image);
        return bytes(index);
    }

    private static byte[] dockerManifest(String name, Digest config, ArrayNode layers) {
        ArrayNode images = JsonNodeFactory.instance.arrayNode();
        ObjectNode image = images.addObject();
        image.put("Config", path(config));
        image.putArray("RepoTags").add(name);
        image.set("Layers", layers);
        return images.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(ObjectNode node) {
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** @throws IllegalArgumentException if the digest uses another algorithm */
    private static String path(Digest digest) {
        if (!digest.algorithm().equals("sha256")) {
            throw new IllegalArgumentException(digest + " is not a SHA-256 digest");
        }
        return BLOBS + digest.hex();
    }
}
