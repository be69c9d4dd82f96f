package dev.imagemanager.infra.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.reference.Digest;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Copies one image of a layout to a layout of its own, for programs that expect one image and do not compare digests. What
 * is in a fleet's layout may come with its repository.
 */
public final class ImageCopy {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ImageCopy() {}

    /**
     * @param digest of the manifest
     * @param target a directory that does not exist
     * @throws IOException if a part of the image is missing or damaged, or cannot be written
     */
    public static void write(Path layout, Digest digest, Path target) throws IOException {
        ImageLayout source = new ImageLayout(layout);
        JsonNode manifest = JSON.readTree(source.content(digest));
        ImageLayout copy = new ImageLayout(target);
        copy.take(digest, source);
        copy.take(blob(manifest.path("config")), source);
        for (JsonNode layer : manifest.path("layers")) {
            copy.take(blob(layer), source);
        }
        copy.name("image", digest);
    }

    private static Digest blob(JsonNode descriptor) throws IOException {
        String digest = descriptor.path("digest").asText();
        return Digest.find(digest).orElseThrow(() -> new IOException("'" + digest + "' is no digest of a blob"));
    }
}
