package dev.imagemanager.infra.oci;

import dev.imagemanager.TestDigests;
import dev.imagemanager.reference.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** An image as BuildKit's {@code type=docker} archive has it, with layers that are no real ones. */
public final class FakeArchive {

    private final Map<Digest, String> blobs = new TreeMap<>();
    private final String manifest;

    public FakeArchive(String... layers) {
        StringBuilder list = new StringBuilder();
        for (String layer : layers) {
            list.append(list.isEmpty() ? "" : ",").append(add(layer));
        }
        String config = "{\"layers\": " + layers.length + "}";
        this.manifest =
                "{\"schemaVersion\": 2, \"mediaType\": \"application/vnd.oci.image.manifest.v1+json\", \"config\": "
                        + add(config) + ", \"layers\": [" + list + "]}";
        add(manifest);
    }

    private String add(String content) {
        Digest digest = TestDigests.of(content);
        blobs.put(digest, content);
        return "{\"digest\": \"" + digest + "\", \"size\": " + content.getBytes(StandardCharsets.UTF_8).length + "}";
    }

    public Digest digest() {
        return TestDigests.of(manifest);
    }

    /** Another archive, in which a blob has other bytes. */
    FakeArchive damaged(String content) {
        blobs.replaceAll((digest, before) -> before.equals(content) ? "x".repeat(before.length()) : before);
        return this;
    }

    public FakeArchive without(String content) {
        blobs.values().remove(content);
        return this;
    }

    public Path writeTo(Path file) {
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(file))) {
            tar.putArchiveEntry(new TarArchiveEntry("blobs/sha256/"));
            tar.closeArchiveEntry();
            for (Map.Entry<Digest, String> blob : blobs.entrySet()) {
                put(tar, "blobs/sha256/" + blob.getKey().hex(), blob.getValue());
            }
            put(tar, "manifest.json", "[]");
            put(tar, "index.json", "{}");
            return file;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static void put(TarArchiveOutputStream tar, String name, String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }
}
