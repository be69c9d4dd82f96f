package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.FakeEnvironment;
import dev.imagemanager.infra.credentials.CredentialProgram;
import dev.imagemanager.infra.credentials.DockerConfig;
import dev.imagemanager.infra.credentials.RegistryAccounts;
import dev.imagemanager.infra.doctor.FakeMachine;
import dev.imagemanager.infra.http.EnvironmentProxies;
import dev.imagemanager.infra.http.OutgoingHttp;
import dev.imagemanager.infra.oci.ArtifactManifest;
import dev.imagemanager.infra.oci.Descriptor;
import dev.imagemanager.infra.process.ProcessRunner;
import dev.imagemanager.infra.registry.Manifest;
import dev.imagemanager.infra.registry.RegistryClient;
import dev.imagemanager.infra.registry.RegistryException;
import dev.imagemanager.infra.registry.Repository;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.reference.Digest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The registry client with real registries, which crane looks into as well. They have no API for referrers, and crane's own
 * does not mount.
 */
@ExtendWith(RealTools.class)
@Timeout(120)
class RegistryIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String LAYER = "application/vnd.oci.image.layer.v1.tar";
    private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    private static final String SBOM = "application/spdx+json";

    @TempDir
    Path directory;

    /** No repository is there before. */
    private final String prefix = UUID.randomUUID().toString();

    private FakeMachine machine;
    private RegistryClient client;

    @BeforeEach
    void makeClient() {
        machine = new FakeMachine(directory);
        FakeEnvironment environment = machine.environment();
        client = new RegistryClient(
                new RegistryAccounts(
                        new DockerConfig(environment),
                        new CredentialProgram(new ProcessRunner(), machine.executables())),
                new OutgoingHttp(new EnvironmentProxies(environment)));
    }

    private Repository at(Registry registry, String name) {
        return client.repository(registry, prefix + "/" + name);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Descriptor describe(String type, byte[] content) {
        return Descriptor.of(type, Digest.of(content), content.length);
    }

    private static Descriptor push(Repository repository, String type, byte[] content)
            throws IOException, InterruptedException {
        Descriptor blob = describe(type, content);
        repository.blobs().put(blob.digest(), blob.size(), () -> new ByteArrayInputStream(content));
        return blob;
    }

    private static byte[] random(int size) {
        byte[] content = new byte[size];
        new Random().nextBytes(content);
        return content;
    }

    private static Manifest image(Descriptor config, Descriptor layer) {
        return Manifest.of(
                MANIFEST,
                bytes("{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST + "\",\"config\":" + config.toJson()
                        + ",\"layers\":[" + layer.toJson() + "]}"));
    }

    private static Manifest artifact(String type, Descriptor subject, Descriptor layer) {
        return Manifest.of(
                MANIFEST, ArtifactManifest.of(type, subject, List.of(layer), new TreeMap<>(Map.of("by", "test"))));
    }

    private void wholeLife(Registry registry) throws IOException, InterruptedException {
        Repository base = at(registry, "base");
        Repository app = at(registry, "app");
        byte[] layerContent = random(3_000_000);
        Descriptor layer = push(base, LAYER, layerContent);
        assertThat(base.blobs().has(layer.digest())).isTrue();
        if (!app.blobs().mount(layer.digest(), base.name())) {
            push(app, LAYER, layerContent);
        }
        assertThat(app.blobs().has(layer.digest())).isTrue();
        Descriptor config = push(
                app, CONFIG, bytes("{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\"}}"));
        Descriptor absent = describe(LAYER, random(1_000));
        assertThat(app.blobs().mount(absent.digest(), base.name())).isFalse();

        Manifest image = image(config, layer);
        assertThat(app.manifests().digest("1")).isEmpty();
        app.manifests().put("1", image);
        app.manifests().put("latest", image);
        assertThat(app.manifests().digest("1")).hasValue(image.digest());
        assertThat(app.manifests().has(image.digest())).isTrue();
        assertThat(app.manifests().find(image.digest()).orElseThrow().content()).isEqualTo(image.content());
        assertThat(app.manifests().find("latest").orElseThrow().descriptor()).isEqualTo(image.descriptor());
        assertThat(app.tags().list()).containsExactlyInAnyOrder("1", "latest");
        assertThat(at(registry, "nothing").tags().list()).isEmpty();

        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        app.blobs().copy(layer.digest(), copy);
        assertThat(copy.toByteArray()).isEqualTo(layerContent);
        assertThat(new String(app.blobs().read(config), StandardCharsets.UTF_8)).contains("amd64");

        assertThat(app.referrers().of(image.digest())).isEmpty();
        push(app, ArtifactManifest.EMPTY.mediaType(), ArtifactManifest.emptyContent());
        Manifest sbom = artifact(SBOM, image.descriptor(), push(app, SBOM, bytes("{\"spdxVersion\":\"SPDX-2.3\"}")));
        Manifest scan = artifact("application/sarif+json", image.descriptor(), ArtifactManifest.EMPTY);
        app.referrers().attach(sbom);
        app.referrers().attach(scan);
        app.referrers().attach(sbom);
        assertThat(app.referrers().of(image.digest()))
                .extracting(Descriptor::digest)
                .containsExactly(sbom.digest(), scan.digest());
        assertThat(app.referrers().of(image.digest(), SBOM)).singleElement().satisfies(referrer -> {
            assertThat(referrer.digest()).isEqualTo(sbom.digest());
            assertThat(referrer.annotations()).containsEntry("by", "test");
        });
    }

    @Test
    void thePartsOfAnImageGoInAndComeOut() throws IOException, InterruptedException {
        Registry registry = Registry.at(System.getenv("IMAGE_MANAGER_BUILD_REGISTRY"));

        wholeLife(registry);

        String app = registry.host() + "/" + prefix + "/app";
        String digest = Tool.run("crane", "digest", app + ":1");
        JsonNode list = JSON.readTree(Tool.run("crane", "manifest", app + ":" + digest.replace(':', '-')));
        assertThat(list.path("manifests")).hasSize(2);
        assertThat(list.path("manifests").path(0).path("artifactType").asText()).isEqualTo(SBOM);
        assertThat(JSON.readTree(Tool.run(
                                "crane",
                                "manifest",
                                app + "@"
                                        + list.path("manifests")
                                                .path(0)
                                                .path("digest")
                                                .asText()))
                        .path("subject")
                        .path("digest")
                        .asText())
                .isEqualTo(digest);
    }

    @Test
    void whatIsMountedIsNotSent() throws IOException, InterruptedException {
        Registry registry = Registry.at(System.getenv("IMAGE_MANAGER_BUILD_REGISTRY"));
        Repository app = at(registry, "app");
        byte[] content = random(1_000);
        Digest digest = push(at(registry, "base"), LAYER, content).digest();
        assertThat(app.blobs().has(digest)).isFalse();

        assertThat(app.blobs().mount(digest, at(registry, "base").name())).isTrue();
        assertThat(app.blobs().has(digest)).isTrue();
    }

    @Test
    void aRegistryOfAnotherMakeIsNoDifferent() throws IOException, InterruptedException {
        try (RealRegistry registry = RealRegistry.ofCrane(directory)) {
            wholeLife(registry.open());
        }
    }

    @Test
    void aRegistryMayHaveTlsAndAccounts() throws IOException, InterruptedException {
        try (RealRegistry registry = RealRegistry.withTlsAndPassword(directory)) {
            wholeLife(registry.secure(Optional.of(new Registry.Credentials("user", "password"))));

            assertThatExceptionOfType(RegistryException.class)
                    .isThrownBy(() ->
                            at(registry.secure(Optional.empty()), "app").tags().list())
                    .withMessageContaining("HTTP status 401")
                    .satisfies(refusal -> assertThat(refusal.isRefusal()).isTrue());
            assertThatExceptionOfType(RegistryException.class)
                    .isThrownBy(() -> at(registry.secure(Optional.of(new Registry.Credentials("user", "wrong"))), "app")
                            .tags()
                            .list())
                    .withMessageContaining("credentials are missing or wrong");

            machine.program("docker-credential-test", "echo '{\"Username\": \"user\", \"Secret\": \"password\"}'")
                    .file("/docker/config.json", "{\"credHelpers\": {\"" + registry.host() + "\": \"test\"}}");
            makeClient();
            assertThat(at(registry.secure(Optional.empty()), "app").tags().list())
                    .contains("1", "latest");
        }
    }
}
