package dev.imagemanager.infra.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.reference.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UniqueImageTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONFIGURATION =
            """
            {"architecture": "amd64", "os": "linux",
             "config": {"Env": ["GREETING=h\\u00e9llo"], "Healthcheck": {"Interval": 30000000000}},
             "rootfs": {"type": "layers", "diff_ids": ["sha256:1", "sha256:2", "sha256:1"]}}
            """;

    @TempDir
    Path directory;

    /** As BuildKit writes it, with the second layer as long as a block of the archive. */
    private static Map<String, String> buildkits() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("blobs/sha256/one", "first layer");
        files.put("blobs/sha256/two", "x".repeat(512));
        files.put("blobs/sha256/configuration", CONFIGURATION);
        files.put("index.json", "{}");
        files.put(
                "manifest.json",
                """
                [{"Config": "blobs/sha256/configuration", "RepoTags": ["app:1", "app:latest"],
                  "Layers": ["blobs/sha256/one", "blobs/sha256/two", "blobs/sha256/one"]}]""");
        return files;
    }

    private Path archive(Map<String, String> files) throws IOException {
        Path archive = directory.resolve("image.tar");
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(archive))) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                byte[] content = file.getValue().getBytes(StandardCharsets.UTF_8);
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
        return archive;
    }

    private static Map<String, String> load(Path archive, String name) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        try (UniqueImage image = new UniqueImage(archive, name);
                TarArchiveInputStream tar = new TarArchiveInputStream(image.content())) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                files.put(entry.getName(), new String(tar.readAllBytes(), StandardCharsets.UTF_8));
            }
            assertThat(tar.read()).isNegative();
        }
        return files;
    }

    private static JsonNode manifest(Map<String, String> files) throws IOException {
        JsonNode images = JSON.readTree(files.get("manifest.json"));
        assertThat(images).hasSize(1);
        return images.get(0);
    }

    @Test
    void onlyItsOwnNameIsLoaded() throws IOException {
        Map<String, String> files = load(archive(buildkits()), "test:one");

        assertThat(manifest(files).path("RepoTags")).isEqualTo(JSON.readTree("[\"test:one\"]"));
        assertThat(files).doesNotContainKey("index.json");
    }

    @Test
    void layersAreTheSame() throws IOException {
        Map<String, String> files = load(archive(buildkits()), "test:one");

        assertThat(manifest(files).path("Layers"))
                .isEqualTo(manifest(buildkits()).path("Layers"));
        assertThat(files)
                .containsEntry("blobs/sha256/one", "first layer")
                .containsEntry("blobs/sha256/two", "x".repeat(512));
    }

    @Test
    void theConfigurationHasAnotherDigestAndSaysTheSame() throws IOException {
        Path archive = archive(buildkits());
        Map<String, String> one = load(archive, "test:one");
        Map<String, String> two = load(archive, "test:two");

        String ofOne = manifest(one).path("Config").asText();
        assertThat(ofOne)
                .isEqualTo(Digest.of(one.get(ofOne)).hex() + ".json")
                .isNotEqualTo(manifest(two).path("Config").asText());
        ObjectNode configuration = (ObjectNode) JSON.readTree(one.get(ofOne));
        configuration.remove("dev.imagemanager.test");
        assertThat(configuration).isEqualTo(JSON.readTree(CONFIGURATION));
    }

    @Test
    void namesInTheArchiveAreKnown() throws IOException {
        try (UniqueImage image = new UniqueImage(archive(buildkits()), "test:one")) {
            assertThat(image.archivedNames()).containsExactly("app:1", "app:latest");
        }
    }

    @Test
    void aMissingFileIsNamed() throws IOException {
        for (String file : buildkits().keySet()) {
            Map<String, String> files = buildkits();
            files.remove(file);
            if (!file.equals("index.json")) {
                Path archive = archive(files);
                assertThatThrownBy(() -> load(archive, "test:one")).hasMessage("'" + file + "' is missing");
            }
        }
    }

    @Test
    void whatIsNoImageIsRefused() throws IOException {
        Map<String, String> files = buildkits();
        files.put("blobs/sha256/configuration", "[]");
        Path withoutConfiguration = archive(files);
        assertThatThrownBy(() -> load(withoutConfiguration, "test:one"))
                .hasMessage("blobs/sha256/configuration is not a valid image configuration");

        files.put("manifest.json", "[]");
        Path empty = archive(files);
        assertThatThrownBy(() -> load(empty, "test:one")).hasMessage("manifest.json does not describe one image");
    }
}
