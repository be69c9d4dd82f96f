package dev.imagemanager.infra.container;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.reference.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarFile;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;

/**
 * The image of an archive in the format of {@code docker load}, with a unique name and id. The id of an image is the
 * digest of its configuration, so a field is added to the configuration. The OCI Image Specification ("Image JSON
 * Description") requires readers to ignore unknown fields. Layers and the content of containers do not change.
 *
 * <p>With a shared id, two programs could not distinguish their containers and images. If a daemon removed an image for
 * one program while loading it for the other, the other's name would have no image.
 */
final class UniqueImage implements AutoCloseable {

    private static final String FIELD = "dev.imagemanager.test";
    private static final String MANIFEST = "manifest.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TarFile archive;
    private final JsonNode image;
    private final String name;

    /**
     * @param file an archive with one image, as BuildKit's {@code type=docker} writes it
     * @param name the name of the image in the daemon
     * @throws IOException if it is not a valid archive or cannot be read
     */
    UniqueImage(Path file, String name) throws IOException {
        this.name = name;
        this.archive = new TarFile(file);
        try {
            JsonNode images = json(MANIFEST);
            if (images.size() != 1) {
                throw new IOException(MANIFEST + " does not describe one image");
            }
            this.image = images.get(0);
        } catch (IOException failure) {
            archive.close();
            throw failure;
        }
    }

    /** Returns the names of the image in the archive. */
    Set<String> archivedNames() {
        Set<String> names = new LinkedHashSet<>();
        image.path("RepoTags").forEach(tag -> names.add(tag.asText()));
        return names;
    }

    /**
     * Returns an archive without layers for a daemon that has them: it only reads a layer that it lacks (moby,
     * image/tarexport/load.go).
     *
     * @param configuration of the image
     * @throws IOException if that is not a valid configuration
     */
    static InputStream withoutLayers(byte[] configuration, String name) throws IOException {
        JsonNode original = JSON.readTree(configuration);
        byte[] unique = withField(original, "the configuration", name);
        ArrayNode layers = JsonNodeFactory.instance.arrayNode();
        original.path("rootfs").path("diff_ids").forEach(layer -> layers.add(layers.size() + ".tar"));
        List<InputStream> parts = new ArrayList<>();
        add(parts, configurationFile(unique), unique);
        add(parts, MANIFEST, manifest(configurationFile(unique), name, layers));
        return archive(parts);
    }

    /** Returns the content. Must be read before this is closed. */
    InputStream content() throws IOException {
        String file = image.path("Config").asText();
        byte[] configuration = withField(json(file), file, name);
        ArrayNode layers = JsonNodeFactory.instance.arrayNode();
        image.path("Layers").forEach(layers::add);

        List<InputStream> parts = new ArrayList<>();
        add(parts, configurationFile(configuration), configuration);
        for (String layer : layerFiles()) {
            add(parts, layer);
        }
        add(parts, MANIFEST, manifest(configurationFile(configuration), name, layers));
        return archive(parts);
    }

    private static String configurationFile(byte[] configuration) {
        return Digest.of(configuration).hex() + ".json";
    }

    private static byte[] withField(JsonNode json, String place, String name) throws IOException {
        if (json instanceof ObjectNode configuration) {
            return JSON.writeValueAsBytes(configuration.put(FIELD, name));
        }
        throw new IOException(place + " is not a valid image configuration");
    }

    private static byte[] manifest(String configurationFile, String name, ArrayNode layers) throws IOException {
        ObjectNode description = JsonNodeFactory.instance.objectNode();
        description.put("Config", configurationFile);
        description.putArray("RepoTags").add(name);
        description.set("Layers", layers);
        return JSON.writeValueAsBytes(JsonNodeFactory.instance.arrayNode().add(description));
    }

    /** Two empty blocks are the end of an archive (POSIX, pax, "ustar Interchange Format"). */
    private static InputStream archive(List<InputStream> parts) {
        parts.add(new ByteArrayInputStream(new byte[2 * TarConstants.DEFAULT_RCDSIZE]));
        return new SequenceInputStream(Collections.enumeration(parts));
    }

    /** Returns each layer once, since images may contain a layer several times. */
    private Set<String> layerFiles() {
        Set<String> files = new LinkedHashSet<>();
        image.path("Layers").forEach(layer -> files.add(layer.asText()));
        return files;
    }

    private JsonNode json(String file) throws IOException {
        try (InputStream content = archive.getInputStream(entry(file))) {
            return JSON.readTree(content);
        }
    }

    private TarArchiveEntry entry(String file) throws IOException {
        return archive.getEntries().stream()
                .filter(entry -> entry.isFile() && entry.getName().equals(file))
                .findFirst()
                .orElseThrow(() -> new IOException("'" + file + "' is missing"));
    }

    private void add(List<InputStream> parts, String file) throws IOException {
        TarArchiveEntry entry = entry(file);
        add(parts, file, entry.getSize(), archive.getInputStream(entry));
    }

    private static void add(List<InputStream> parts, String file, byte[] content) throws IOException {
        add(parts, file, content.length, new ByteArrayInputStream(content));
    }

    private static void add(List<InputStream> parts, String file, long size, InputStream content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(file);
        entry.setSize(size);
        byte[] header = new byte[TarConstants.DEFAULT_RCDSIZE];
        // GNU's binary numbers are needed for layers of 8 GiB and more.
        entry.writeEntryHeader(header, ZipEncodingHelper.getZipEncoding("UTF-8"), true);
        parts.add(new ByteArrayInputStream(header));
        parts.add(content);
        parts.add(new ByteArrayInputStream(new byte[(int) Math.floorMod(-size, (long) TarConstants.DEFAULT_RCDSIZE)]));
    }

    @Override
    public void close() throws IOException {
        archive.close();
    }
}
