package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.FakeEnvironment;
import dev.imagemanager.TestFleet;
import dev.imagemanager.infra.cosign.CosignProgram;
import dev.imagemanager.infra.cosign.CosignSigners;
import dev.imagemanager.infra.cosign.PublicKeys;
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
import dev.imagemanager.infra.registry.RegistryAttachments;
import dev.imagemanager.infra.registry.RegistryClient;
import dev.imagemanager.infra.registry.Repository;
import dev.imagemanager.it.Program.Result;
import dev.imagemanager.model.Fleet;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.PublishPlace;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.pipeline.attest.Added;
import dev.imagemanager.pipeline.attest.AttestedImage;
import dev.imagemanager.pipeline.attest.Evidence;
import dev.imagemanager.pipeline.attest.Evident;
import dev.imagemanager.pipeline.attest.FleetSource;
import dev.imagemanager.pipeline.attest.ImageAttester;
import dev.imagemanager.pipeline.attest.TestEvidence;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Signatures and attestations in real registries, which cosign verifies and oras lists. */
@ExtendWith(RealTools.class)
@Timeout(300)
class AttestationsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    private static final String LAYER = "application/vnd.oci.image.layer.v1.tar";
    private static final String PASSWORD = "correct-horse-" + UUID.randomUUID();
    private static final String TEST_RESULT = "https://in-toto.io/attestation/test-result/v0.1";
    private static final Platform AMD64 = Platform.parse("linux/amd64");
    private static final Platform ARM64 = Platform.parse("linux/arm64");
    private static final FleetSource SOURCE =
            new FleetSource("0123456789012345678901234567890123456789", Optional.of("https://example.com/acme/images"));

    @TempDir
    Path directory;

    /** No repository is there before. */
    private final String prefix = "it-" + UUID.randomUUID();

    private final String host = System.getenv("IMAGE_MANAGER_BUILD_REGISTRY");

    private FakeMachine machine;
    private RegistryClient client;
    private RegistryAttachments attachments;
    private FleetSource source = SOURCE;

    @BeforeEach
    void makeClient() {
        machine = new FakeMachine(directory.resolve("machine"));
        FakeEnvironment environment = machine.environment();
        environment.set("PATH", System.getenv("PATH"));
        environment.set("COSIGN_PASSWORD", PASSWORD);
        client = new RegistryClient(
                new RegistryAccounts(
                        new DockerConfig(environment),
                        new CredentialProgram(new ProcessRunner(), machine.executables())),
                new OutgoingHttp(new EnvironmentProxies(environment)));
        attachments = new RegistryAttachments(client);
    }

    /** A program that may fail. */
    private record Ended(int exitCode, String output) {}

    private Ended run(String... command) {
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
            builder.environment().put("COSIGN_PASSWORD", PASSWORD);
            builder.environment().put("COSIGN_EXPERIMENTAL", "1");
            builder.environment().put("TUF_ROOT", directory.resolve("tuf").toString());
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(process.waitFor(), output);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private String succeeds(String... command) {
        Ended ended = run(command);
        assertThat(ended.exitCode()).as("%s\n%s", List.of(command), ended).isZero();
        return ended.output();
    }

    private Path key(String name) {
        succeeds("cosign", "generate-key-pair", "--output-key-prefix", name);
        return directory.resolve(name + ".key");
    }

    private Ended cosignVerify(String key, String reference, String... more) {
        return run(Stream.concat(
                        Stream.of("cosign", "verify", "--insecure-ignore-tlog", "--key", key + ".pub"),
                        Stream.concat(Arrays.stream(more), Stream.of(reference)))
                .toArray(String[]::new));
    }

    private Ended cosignVerifyAttestation(String key, String type, String reference) {
        return run(
                "cosign",
                "verify-attestation",
                "--private-infrastructure",
                "--key",
                key + ".pub",
                "--type",
                type,
                reference);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Descriptor push(Repository repository, String type, byte[] content)
            throws IOException, InterruptedException {
        Descriptor blob = Descriptor.of(type, Digest.of(content), content.length);
        repository.blobs().put(blob.digest(), blob.size(), () -> new ByteArrayInputStream(content));
        return blob;
    }

    private static Manifest pushImage(Repository repository, String architecture)
            throws IOException, InterruptedException {
        Descriptor config = push(
                repository,
                CONFIG,
                bytes("{\"architecture\":\"" + architecture + "\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\"},"
                        + "\"comment\":\"" + UUID.randomUUID() + "\"}"));
        Descriptor layer = push(repository, LAYER, bytes("layer"));
        Manifest image = Manifest.of(
                ArtifactManifest.MEDIA_TYPE,
                bytes("{\"schemaVersion\":2,\"mediaType\":\"" + ArtifactManifest.MEDIA_TYPE + "\",\"config\":"
                        + config.toJson() + ",\"layers\":[" + layer.toJson() + "]}"));
        repository.manifests().put(image);
        return image;
    }

    private TestFleet files(String settings) {
        return TestFleet.small(directory.resolve("fleet"))
                .with(
                        ".image-manager.yml",
                        "registries: [{ url: '" + host + "/" + prefix + "', default: true }]\n" + settings);
    }

    private String repository() {
        return host + "/" + prefix + "/app";
    }

    private static Target target(Fleet fleet) {
        return fleet.targets().get(new TargetName("app", "1.0.0"));
    }

    private static PublishPlace place(Fleet fleet) {
        return fleet.settings().publishing().destinations().get(0);
    }

    private AttestedImage pushIndex(Fleet fleet) throws IOException, InterruptedException {
        Repository repository =
                client.repository(place(fleet).registry(), place(fleet).repository("app"));
        SortedMap<Platform, Digest> platforms = new TreeMap<>();
        Map<Platform, Descriptor> described = new TreeMap<>();
        for (Platform platform : List.of(AMD64, ARM64)) {
            Manifest image = pushImage(repository, platform.architecture());
            platforms.put(platform, image.digest());
            described.put(platform, image.descriptor());
        }
        Manifest index = Manifest.of(ImageIndex.MEDIA_TYPE, ImageIndex.of(described, Map.of()));
        repository.manifests().put("1.0.0", index);
        return new AttestedImage(target(fleet), index.digest(), platforms, evidence(platforms, "it greets"));
    }

    private static Evidence evidence(SortedMap<Platform, Digest> platforms, String test) {
        SortedMap<Platform, SortedMap<String, String>> inputs = new TreeMap<>();
        SortedMap<Platform, byte[]> sboms = new TreeMap<>();
        platforms.keySet().forEach(platform -> {
            inputs.put(
                    platform,
                    new TreeMap<>(Map.of(
                            "dockerfile",
                            "ab".repeat(32),
                            "platform",
                            platform.toString(),
                            "base debian:bookworm-slim",
                            "sha256:" + "cd".repeat(32))));
            sboms.put(
                    platform,
                    bytes(
                            "{\"spdxVersion\":\"SPDX-2.3\",\"packages\":[{\"name\":\"a\"},{\"name\":\"b\"}],\"comment\":\""
                                    + platform + "\"}"));
        });
        return new Evidence(
                inputs,
                new TreeMap<>(),
                Optional.of(new TestEvidence(
                        platforms.get(AMD64), AMD64, Digest.of("tests"), List.of(test, "it ends"), List.of())),
                sboms);
    }

    private ImageAttester attester() {
        CosignProgram cosign = new CosignProgram(new ProcessRunner(), machine.executables());
        FakeEnvironment environment = machine.environment();
        return new ImageAttester(
                new CosignSigners(cosign, new PublicKeys(cosign, environment), environment),
                attachments,
                fleet -> Optional.of(source));
    }

    private List<Added> attach(Fleet fleet, AttestedImage image) throws InterruptedException {
        return attester().open(fleet).orElseThrow().attach(image, place(fleet));
    }

    private Fleet signing(String key) {
        key(key);
        return files("publish: { sign: { key: " + directory.resolve(key + ".key") + ", public_key: "
                        + directory.resolve(key + ".pub") + " } }\n")
                .generate()
                .fleet();
    }

    private Result verify(String... arguments) {
        return new Program(directory.resolve("fleet"))
                .with("COSIGN_PASSWORD", PASSWORD)
                .run(Stream.concat(Stream.of("verify"), Arrays.stream(arguments))
                        .toArray(String[]::new));
    }

    private List<Digest> digests(AttestedImage image) {
        List<Digest> digests = new ArrayList<>(List.of(image.digest()));
        digests.addAll(image.platforms().values());
        return digests;
    }

    private void isVerifiedByCosign(String repository, AttestedImage image, String key) {
        for (Digest digest : digests(image)) {
            String reference = repository + "@" + digest;
            assertThat(cosignVerify(key, reference).exitCode()).as(reference).isZero();
            assertThat(cosignVerify(key, reference, "--experimental-oci11=true").exitCode())
                    .as(reference)
                    .isZero();
        }
        for (Digest digest : image.platforms().values()) {
            String reference = repository + "@" + digest;
            for (String type : List.of("slsaprovenance1", "spdxjson")) {
                Ended ended = cosignVerifyAttestation(key, type, reference);
                assertThat(ended.exitCode()).as("%s %s", type, ended).isZero();
            }
        }
        Ended tests = cosignVerifyAttestation(
                key, TEST_RESULT, repository + "@" + image.platforms().get(AMD64));
        assertThat(tests.exitCode()).as("%s", tests).isZero();
    }

    private List<String> discovered(String repository, Digest digest) throws IOException {
        JsonNode found = JSON.readTree(
                succeeds("oras", "discover", "--plain-http", "--format", "json", repository + "@" + digest));
        List<String> types = new ArrayList<>();
        found.path("referrers")
                .forEach(entry -> types.add(entry.path("artifactType").asText()));
        return types.stream().sorted().toList();
    }

    @Test
    void whatIsAttachedIsVerifiedByOthersAndAttachedOnce() throws IOException, InterruptedException {
        Fleet fleet = signing("own");
        AttestedImage image = pushIndex(fleet);
        AtomicBoolean wasSeen = new AtomicBoolean();
        AtomicBoolean ended = new AtomicBoolean();
        List<String> leaks = new ArrayList<>();
        Thread observer = new Thread(() -> {
            while (!ended.get()) {
                observe(wasSeen, leaks);
            }
        });
        observer.start();
        List<Added> added;
        try {
            added = attach(fleet, image);
        } finally {
            ended.set(true);
            observer.join();
        }

        assertThat(wasSeen).as("cosign ran").isTrue();
        assertThat(leaks).isEmpty();
        assertThat(added)
                .extracting(Added::what)
                .containsExactlyInAnyOrder(
                        Evident.SIGNATURE,
                        Evident.SIGNATURE,
                        Evident.SIGNATURE,
                        Evident.PROVENANCE,
                        Evident.PROVENANCE,
                        Evident.SBOM,
                        Evident.SBOM,
                        Evident.TESTS);
        isVerifiedByCosign(repository(), image, "own");
        String signature = "application/vnd.dev.cosign.artifact.sig.v1+json";
        String statement = "application/vnd.in-toto+json";
        assertThat(discovered(repository(), image.digest())).containsExactly(signature);
        assertThat(discovered(repository(), image.platforms().get(AMD64)))
                .containsExactly(signature, statement, statement, statement);
        assertThat(discovered(repository(), image.platforms().get(ARM64)))
                .containsExactly(signature, statement, statement);

        assertThat(attach(fleet, image)).isEmpty();
        source = new FleetSource("9".repeat(40), Optional.empty());
        assertThat(attach(fleet, image)).as("of the same build").isEmpty();
        AttestedImage others = new AttestedImage(
                image.target(), image.digest(), image.platforms(), evidence(image.platforms(), "it greets me"));
        assertThat(attach(fleet, others)).extracting(Added::what).containsExactly(Evident.TESTS);
        assertThat(attach(fleet, others)).isEmpty();

        Result text = verify("app:1.0.0");
        assertThat(text.exitCode()).as("%s", text).isZero();
        assertThat(text.output())
                .contains("key own.pub", "commit 012345678901", "2 packages", "2 passed", "index", "1 image: 1 valid");
        JsonNode json = JSON.readTree(
                verify("--output", "json", repository() + ":1.0.0").output());
        JsonNode amd64 = json.at("/images/0/manifests/1");
        assertThat(json.at("/images/0/valid").asBoolean()).isTrue();
        assertThat(amd64.at("/signature/key").asText()).isEqualTo("own.pub");
        assertThat(amd64.at("/provenance/commit").asText()).isEqualTo(SOURCE.commit());
        assertThat(amd64.at("/sbom/packages").asInt()).isEqualTo(2);
        assertThat(amd64.at("/tests/passed").asInt()).isEqualTo(2);
    }

    private static void observe(AtomicBoolean wasSeen, List<String> leaks) {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            processes
                    .map(process -> process.resolve("cmdline"))
                    .filter(Files::isReadable)
                    .forEach(file -> {
                        String command = commandLine(file);
                        if (command.contains("sign-blob")) {
                            wasSeen.set(true);
                        }
                        if (command.contains(PASSWORD)) {
                            leaks.add(command);
                        }
                    });
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Returns nothing for a process that has ended. */
    private static String commandLine(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException ended) {
            return "";
        }
    }

    @Test
    void whatOthersAttachedStays() throws IOException, InterruptedException {
        Fleet fleet = signing("own");
        AttestedImage image = pushIndex(fleet);
        key("first");
        key("last");
        String manifest = repository() + "@" + image.platforms().get(AMD64);
        signAndAttest("first", manifest);

        assertThat(attach(fleet, image)).hasSize(8);
        signAndAttest("last", manifest);

        isVerifiedByCosign(repository(), image, "own");
        for (String key : List.of("first", "last")) {
            assertThat(cosignVerify(key, manifest).exitCode()).as(key).isZero();
            Ended attestation = cosignVerifyAttestation(key, "custom", manifest);
            assertThat(attestation.exitCode()).as("%s", attestation).isZero();
        }
        assertThat(attach(fleet, image)).isEmpty();
        assertThat(verify("app:1.0.0").exitCode()).isZero();
    }

    private void signAndAttest(String key, String reference) throws IOException {
        succeeds("cosign", "sign", "--yes", "--tlog-upload=false", "--key", key + ".key", reference);
        Path predicate = Files.writeString(directory.resolve("predicate.json"), "{\"by\": \"" + key + "\"}");
        succeeds(
                "cosign",
                "attest",
                "--yes",
                "--tlog-upload=false",
                "--key",
                key + ".key",
                "--type",
                "custom",
                "--predicate",
                predicate.toString(),
                reference);
    }

    @Test
    void bothRefuseWhatIsNotTheImageThatWasSigned() throws IOException, InterruptedException {
        Fleet fleet = signing("own");
        AttestedImage image = pushIndex(fleet);
        Result unsigned = verify("app:1.0.0");
        assertThat(unsigned.exitCode()).as("%s", unsigned).isEqualTo(1);
        assertThat(unsigned.output()).contains("missing").contains("0 valid, 1 not");
        assertThat(cosignVerify("own", repository() + ":1.0.0").exitCode()).isNotZero();

        attach(fleet, image);
        assertThat(verify("app:1.0.0").exitCode()).isZero();
        key("other");
        Result wrong = verify("--key", directory.resolve("other.pub").toString(), "app:1.0.0");
        assertThat(wrong.exitCode()).as("%s", wrong).isEqualTo(1);
        assertThat(wrong.output()).contains("index: signature: it has no valid signature of the key other.pub");
        assertThat(cosignVerify("other", repository() + ":1.0.0").exitCode()).isNotZero();
        assertThat(cosignVerifyAttestation(
                                "other",
                                "spdxjson",
                                repository() + "@" + image.platforms().get(AMD64))
                        .exitCode())
                .isNotZero();

        Repository repository =
                client.repository(place(fleet).registry(), place(fleet).repository("app"));
        Manifest tampered = pushImage(repository, "amd64");
        repository.manifests().put("1.0.0", tampered);
        String signed = image.platforms().get(AMD64).toString().replace(':', '-');
        for (String suffix : List.of(".sig", ".att")) {
            Manifest attached = repository.manifests().find(signed + suffix).orElseThrow();
            repository.manifests().put(tampered.digest().toString().replace(':', '-') + suffix, attached);
        }
        Result moved = verify("app:1.0.0");
        assertThat(moved.exitCode()).as("%s", moved).isEqualTo(1);
        assertThat(moved.output())
                .contains("image: signature: it is about another image")
                .contains("image: sbom: it is about another image");
        assertThat(cosignVerify("own", repository() + ":1.0.0").exitCode()).isNotZero();
        assertThat(cosignVerifyAttestation("own", "spdxjson", repository() + ":1.0.0")
                        .exitCode())
                .isNotZero();

        Result absent = verify(repository() + ":2");
        assertThat(absent.exitCode()).isEqualTo(1);
        assertThat(absent.output()).contains(repository() + ":2: there is no such image");
        assertThat(verify("127.0.0.1:1/app:1").exitCode()).as("no registry").isEqualTo(3);
    }

    @Test
    void copiesHaveAllThatIsAttached() throws IOException, InterruptedException {
        Fleet fleet = signing("own");
        AttestedImage image = pushIndex(fleet);
        attach(fleet, image);
        key("other");
        try (RealRegistry production = RealRegistry.ofCrane(directory)) {
            String copy = production.host() + "/base/app";
            succeeds("crane", "copy", "--insecure", repository() + ":1.0.0", copy + ":1.0.0");
            signAndAttest("other", copy + "@" + image.platforms().get(AMD64));
            Registry registry = Registry.at(production.host());

            assertThat(copyAll(fleet, registry, image)).isPositive();

            isVerifiedByCosign(copy, image, "own");
            assertThat(cosignVerify("other", copy + "@" + image.platforms().get(AMD64))
                            .exitCode())
                    .isZero();
            assertThat(discovered(copy, image.platforms().get(ARM64))).hasSize(3);
            assertThat(copyAll(fleet, registry, image))
                    .as("everything is there")
                    .isZero();
            Result verified = verify("--key", directory.resolve("own.pub").toString(), copy + ":1.0.0");
            assertThat(verified.exitCode()).as("%s", verified).isZero();
            Fleet there = files("")
                    .with(
                            ".image-manager.yml",
                            "registries: [{ url: '" + production.host() + "/base', default: true }]\n"
                                    + "publish: { sign: { key: " + directory.resolve("own.key") + " } }\n")
                    .generate()
                    .fleet();
            assertThat(attach(there, image)).as("signed already, elsewhere").isEmpty();
        }
    }

    private int copyAll(Fleet fleet, Registry destination, AttestedImage image) throws InterruptedException {
        int count = 0;
        for (Digest digest : digests(image)) {
            count += attachments
                    .at(place(fleet).registry(), place(fleet).repository("app"))
                    .copyTo(attachments.at(destination, "base/app"), digest);
        }
        return count;
    }

    @Test
    void statementsWithoutAKeyAreReferrersThatProveNothing() throws IOException, InterruptedException {
        Fleet fleet =
                files("publish: { attest: [provenance, tests] }\n").generate().fleet();
        AttestedImage image = pushIndex(fleet);

        assertThat(attach(fleet, image)).extracting(Added::isSigned).hasSize(3).containsOnly(false);
        assertThat(attach(fleet, image)).isEmpty();
        assertThat(discovered(repository(), image.platforms().get(AMD64))).hasSize(2);
        key("own");
        Result verified = verify("--key", directory.resolve("own.pub").toString(), "app:1.0.0");
        assertThat(verified.exitCode()).as("%s", verified).isEqualTo(1);
        assertThat(verified.output()).contains("linux/amd64: provenance: it is not signed");
        Result unknown = verify("app:1.0.0");
        assertThat(unknown.exitCode()).as("%s", unknown).isEqualTo(2);
        assertThat(unknown.errors()).contains("it is not known whose signatures to look for", "--key cosign.pub");
    }

    @Test
    void keysThatCannotBeUsedAreSaidBefore() {
        Fleet fleet = signing("own");
        machine.environment().set("COSIGN_PASSWORD", "wrong");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> attester().open(fleet))
                .withMessageContaining("cosign cannot open the key own.key: its password is missing or wrong");
        machine.environment().set("COSIGN_PASSWORD", PASSWORD);
        key("other");
        Fleet mixed = files("publish: { sign: { key: " + directory.resolve("own.key") + ", public_key: "
                        + directory.resolve("other.pub") + " } }\n")
                .generate()
                .fleet();
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> attester().open(mixed))
                .withMessageContaining("is not the public key of 'publish.sign.key'");
    }

    @Test
    void aKeyMayBeInTheEnvironment() throws IOException, InterruptedException {
        machine.environment().set("SIGNING_KEY", Files.readString(key("own")));
        Fleet fleet = files("publish: { attest: [], sign: { key: 'env://SIGNING_KEY', public_key: "
                        + directory.resolve("own.pub") + " } }\n")
                .generate()
                .fleet();
        AttestedImage image = pushIndex(fleet);

        assertThat(attach(fleet, image)).hasSize(3).extracting(Added::what).containsOnly(Evident.SIGNATURE);
        assertThat(cosignVerify("own", repository() + ":1.0.0").exitCode()).isZero();
        assertThat(verify("--key", "env://SIGNING_KEY", "app:1.0.0").errors())
                .contains("the public key is in the environment variable SIGNING_KEY, which is not set");
    }
}
