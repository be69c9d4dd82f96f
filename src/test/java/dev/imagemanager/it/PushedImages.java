package dev.imagemanager.it;

import dev.imagemanager.infra.credentials.CredentialProgram;
import dev.imagemanager.infra.credentials.DockerConfig;
import dev.imagemanager.infra.credentials.RegistryAccounts;
import dev.imagemanager.infra.doctor.FakeMachine;
import dev.imagemanager.infra.http.EnvironmentProxies;
import dev.imagemanager.infra.http.OutgoingHttp;
import dev.imagemanager.infra.oci.ArtifactManifest;
import dev.imagemanager.infra.oci.Descriptor;
import dev.imagemanager.infra.oci.ImageIndex;
import dev.imagemanager.infra.process.ProcessRunner;
import dev.imagemanager.infra.registry.Manifest;
import dev.imagemanager.infra.registry.RegistryClient;
import dev.imagemanager.infra.registry.Repository;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Pushes small images that differ in a word, and what is attached to them. */
final class PushedImages {

    private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    private static final String LAYER = "application/vnd.oci.image.layer.v1.tar";
    private static final String SBOM = "application/spdx+json";

    private final Repository repository;

    /** @param directory for the client's own files */
    PushedImages(Path directory, Registry registry, String repository) {
        FakeMachine machine = new FakeMachine(directory);
        this.repository = new RegistryClient(
                        new RegistryAccounts(
                                new DockerConfig(machine.environment()),
                                new CredentialProgram(new ProcessRunner(), machine.executables())),
                        new OutgoingHttp(new EnvironmentProxies(machine.environment())))
                .repository(registry, repository);
    }

    private Descriptor push(String type, byte[] content) throws IOException, InterruptedException {
        Descriptor blob = Descriptor.of(type, Digest.of(content), content.length);
        repository.blobs().put(blob.digest(), blob.size(), () -> new ByteArrayInputStream(content));
        return blob;
    }

    /** @param created RFC 3339 */
    Manifest image(String word, String created, String... tags) throws IOException, InterruptedException {
        byte[] layer = ("layer of " + word).repeat(1_000).getBytes(StandardCharsets.UTF_8);
        Descriptor content = push(LAYER, layer);
        Descriptor configuration = push(
                CONFIG,
                """
                {"architecture":"amd64","os":"linux","created":"%s","config":{},
                 "rootfs":{"type":"layers","diff_ids":["%s"]}}"""
                        .formatted(created, content.digest())
                        .getBytes(StandardCharsets.UTF_8));
        return tagged(
                Manifest.of(
                        ArtifactManifest.MEDIA_TYPE,
                        """
                        {"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s]}"""
                                .formatted(ArtifactManifest.MEDIA_TYPE, configuration.toJson(), content.toJson())
                                .getBytes(StandardCharsets.UTF_8)),
                tags);
    }

    Manifest index(Manifest amd64, Manifest arm64, String... tags) throws IOException, InterruptedException {
        return tagged(
                Manifest.of(
                        ImageIndex.MEDIA_TYPE,
                        ImageIndex.of(
                                Map.of(
                                        Platform.LINUX_AMD64,
                                        amd64.descriptor(),
                                        Platform.of("linux", "arm64"),
                                        arm64.descriptor()),
                                Map.of())),
                tags);
    }

    private Manifest tagged(Manifest manifest, String... tags) throws IOException, InterruptedException {
        repository.manifests().put(manifest);
        for (String tag : tags) {
            repository.manifests().put(tag, manifest);
        }
        return manifest;
    }

    /** Attaches an artifact as referrer. */
    Manifest attach(Manifest image) throws IOException, InterruptedException {
        push(ArtifactManifest.EMPTY.mediaType(), ArtifactManifest.emptyContent());
        Descriptor content = push(SBOM, ("packages of " + image.digest()).getBytes(StandardCharsets.UTF_8));
        Manifest artifact = Manifest.of(
                ArtifactManifest.MEDIA_TYPE,
                ArtifactManifest.of(SBOM, image.descriptor(), List.of(content), new TreeMap<>()));
        repository.referrers().attach(artifact);
        return artifact;
    }

    /** Pushes something under the tag that cosign gives to signatures. */
    Manifest sign(Manifest image) throws IOException, InterruptedException {
        return image(
                "signature of " + image.digest(),
                "0001-01-01T00:00:00Z",
                image.digest().toString().replace(':', '-') + ".sig");
    }
}
