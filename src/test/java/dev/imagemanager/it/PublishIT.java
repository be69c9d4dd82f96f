package dev.imagemanager.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.it.FaultyRegistry.Fault;
import dev.imagemanager.it.Program.Result;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Tested images that go to real registries. {@code -Dimage-manager.kills=20} kills more publications,
 * {@code -Dimage-manager.kills.seed} at the moments of an earlier run.
 */
@ExtendWith(RealTools.class)
@ResourceLock(RealTools.DOCKER)
class PublishIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int KILLS = Integer.getInteger("image-manager.kills", 2);
    private static final long SEED = Long.getLong("image-manager.kills.seed", System.nanoTime());

    /** Each for the first of equal requests alone. */
    private static final Map<Integer, Fault> FAULTS =
            Map.of(1, Fault.CUT, 3, new Fault(429, Map.of("Retry-After", "1")), 5, Fault.status(500));

    private static final String TYPES =
            "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json";

    private static final String TEST =
            """
            schemaVersion: 2.0.0
            fileExistenceTests: [{ name: greets, path: /greeting, shouldExist: true }]
            """;

    /** The same for all fleets here, so that the first builds for the others. */
    private static final String NAME = "it-" + UUID.randomUUID().toString().substring(0, 8);

    @TempDir
    Path directory;

    private FleetFiles fleet(String settings) throws IOException {
        return fleet("fleet", settings);
    }

    /** A base, and an image on it with a variant. */
    private FleetFiles fleet(String place, String settings) throws IOException {
        return new FleetFiles(Files.createDirectories(directory.resolve(place)))
                .file(".image-manager.yml", settings)
                .file("images/base/image.yml", "name: " + NAME + "/base\ntags: [{ name: 1.0.0 }]\n")
                .file("images/base/Dockerfile", "FROM debian:bookworm-slim\nRUN echo " + NAME + " > /greeting\n")
                .file("images/base/test.yml", TEST)
                .file(
                        "images/app/image.yml",
                        "name: " + NAME
                                + "/app\ntags: [{ name: 1.1.0 }]\nvariants: [{ name: slim, tag_suffix: -slim }]\n")
                .file("images/app/Dockerfile", "FROM " + NAME + "/base:1.0.0\nRUN echo app >> /greeting\n")
                .file("images/app/test.yml", TEST);
    }

    private static Result succeeds(Result result) {
        assertThat(result.exitCode()).as("%s", result).isZero();
        return result;
    }

    private static JsonNode published(Result result) throws IOException {
        return JSON.readTree(succeeds(result).output());
    }

    private static Map<String, String> tags(String host, String repository) {
        Map<String, String> digests = new TreeMap<>();
        Response list = given().get("http://" + host + "/v2/" + repository + "/tags/list");
        if (list.statusCode() == 200) {
            List<String> tags = list.jsonPath().getList("tags", String.class);
            for (String tag : tags == null ? List.<String>of() : tags) {
                digests.put(tag, new RegistryContent(host, repository).digest(tag));
            }
        }
        return digests;
    }

    /** What a tag stands for can be pulled. */
    private static void assertComplete(String host, String repository, String reference) {
        String place = "http://" + host + "/v2/" + repository;
        Response manifest = given().accept(TYPES).get(place + "/manifests/" + reference);
        assertThat(manifest.statusCode()).as(place + ":" + reference).isEqualTo(200);
        List<String> images = manifest.jsonPath().getList("manifests.digest", String.class);
        if (images != null) {
            images.forEach(image -> assertComplete(host, repository, image));
            return;
        }
        List<String> blobs = new ArrayList<>(manifest.jsonPath().getList("layers.digest", String.class));
        blobs.add(manifest.jsonPath().getString("config.digest"));
        blobs.forEach(blob -> assertThat(given().head(place + "/blobs/" + blob).statusCode())
                .as(place + "@" + blob)
                .isEqualTo(200));
    }

    @Test
    void onlyWhatIsMissingGoesToSeveralRegistries() throws Exception {
        try (RealRegistry secure = RealRegistry.withTlsAndPassword(Files.createDirectories(directory.resolve("a")));
                TokenServer tokens = new TokenServer(RealRegistry.CERTIFICATES);
                RealRegistry withTokens =
                        RealRegistry.withTokens(Files.createDirectories(directory.resolve("b")), tokens.realm())) {
            FleetFiles fleet = fleet(
                            """
                    registries:
                      - { url: "%s/acme", default: true, username: user, password: "${SECRET}", ca: ca.pem }
                      - { url: "%s", default: true, username: user, password: "${SECRET}", repository: "base-{=image.name}" }
                    """
                                    .formatted(secure.host(), withTokens.host()))
                    .file("ca.pem", Files.readString(RealRegistry.CERTIFICATES.resolve("ca.pem")));
            Program program = new Program(fleet.directory()).with("SECRET", "password");
            assertThat(program.run("publish").exitCode()).as("nothing is built").isEqualTo(1);
            succeeds(program.run("run"));

            JsonNode first = published(program.run("publish", "--output", "json"));
            assertThat(first.path("images").findValuesAsText("state"))
                    .contains("published")
                    .doesNotContain("up to date");
            assertThat(first.path("sentBytes").asLong()).isPositive();
            assertThat(first.at("/images/0/repository").asText()).isEqualTo(secure.host() + "/acme/" + NAME + "/base");
            assertThat(first.at("/images/1/repository").asText())
                    .isEqualTo(withTokens.host() + "/base-" + NAME + "/base");

            JsonNode second = published(program.run("publish", "--output", "json"));
            assertThat(second.path("sentBytes").asLong()).isZero();
            assertThat(second.path("images")).hasSize(6).allSatisfy(image -> assertThat(
                            image.path("state").asText())
                    .isEqualTo("up to date"));

            fleet.file(
                            "images/app/image.yml",
                            "name: " + NAME + "/app\ntags: [{ name: 1.2.0 }, { name: 1.1.0 }]\n"
                                    + "variants: [{ name: slim, tag_suffix: -slim }]\n")
                    .file(
                            "images/app/Dockerfile.tmpl",
                            "FROM " + NAME + "/base:1.0.0\nRUN echo app >> /greeting\n"
                                    + "{#if tag.version.minor == '2'}\nRUN echo more >> /greeting\n{/if}\n")
                    .remove("images/app/Dockerfile");
            succeeds(program.run("run"));
            JsonNode third = published(program.run("publish", "--output", "json"));
            assertThat(moved(third))
                    .containsExactlyInAnyOrder(
                            "1.2.0 created",
                            "1.2 created",
                            "1 moved",
                            "1.2.0-slim created",
                            "1.2-slim created",
                            "1-slim moved",
                            "1.2.0 created",
                            "1.2 created",
                            "1 moved",
                            "1.2.0-slim created",
                            "1.2-slim created",
                            "1-slim moved");
        }
    }

    private static List<String> moved(JsonNode report) {
        List<String> moved = new ArrayList<>();
        report.path("images").forEach(image -> image.path("tags").forEach(tag -> {
            String state = tag.path("state").asText();
            if (!state.equals("current")) {
                moved.add(tag.path("tag").asText() + " " + state);
            }
        }));
        return moved;
    }

    @Test
    void aPublishedAliasIsPulledByDockerAndPassesItsTest() throws Exception {
        try (RealRegistry registry = RealRegistry.forAll(directory.resolve("registry"), false)) {
            FleetFiles fleet = fleet("registries: [{ url: \"" + registry.host() + "/acme\", default: true }]\n");
            Program program = new Program(fleet.directory());
            succeeds(program.run("run"));
            succeeds(program.run("publish"));

            String image = registry.host() + "/acme/" + NAME + "/app:1-slim";
            Tool.run("docker", "pull", "--quiet", image);
            try {
                Tool.run(
                        "container-structure-test",
                        "test",
                        "--image",
                        image,
                        "--config",
                        fleet.directory().resolve("images/app/test.yml").toString());
            } finally {
                Tool.run("docker", "rmi", image);
            }
        }
    }

    @Test
    void aFailedTestHoldsBackAllOrOnlyItsImage() throws Exception {
        try (RealRegistry registry = RealRegistry.forAll(directory.resolve("registry"), false)) {
            FleetFiles fleet = fleet("registries: [{ url: \"" + registry.host() + "\", default: true }]\n")
                    .file("images/app/test.yml", TEST.replace("/greeting", "/missing"));
            Program program = new Program(fleet.directory());
            assertThat(program.run("run").exitCode()).isEqualTo(1);

            Result refused = program.run("publish");
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.errors())
                    .contains(NAME + "/app:1.1.0 is not published: this image has not passed its tests");
            assertThat(tags(registry.host(), NAME + "/base")).isEmpty();

            assertThat(program.run("publish", "--keep-going").exitCode()).isEqualTo(1);
            assertThat(tags(registry.host(), NAME + "/base")).containsOnlyKeys("1.0.0", "1.0", "1");
            assertThat(tags(registry.host(), NAME + "/app")).isEmpty();
        }
    }

    @Test
    void snapshotsArePromotedWithoutABuild() throws Exception {
        try (RealRegistry registry = RealRegistry.forAll(directory.resolve("registry"), false)) {
            String settings = "registries: [{ url: \"" + registry.host() + "\", default: true }]\n";
            Program branch = new Program(withSite(fleet("branch", settings)).directory())
                    .with("IMAGE_MANAGER_SNAPSHOT", "pr-12");
            succeeds(branch.run("run"));
            succeeds(branch.run("publish"));
            assertThat(tags(registry.host(), NAME + "/app"))
                    .containsOnlyKeys(
                            "1.1.0-pr-12",
                            "1.1-pr-12",
                            "1-pr-12",
                            "1.1.0-slim-pr-12",
                            "1.1-slim-pr-12",
                            "1-slim-pr-12");

            assertThat(tags(registry.host(), NAME + "/site")).containsOnlyKeys("2.0.0-pr-12", "2.0-pr-12", "2-pr-12");

            Program merged = new Program(withSite(fleet("merged", settings)).directory());
            Result run = succeeds(merged.run("run", "--output", "json"));
            assertThat(run.output()).contains("\"state\": \"up to date\"").doesNotContain("\"state\": \"ok\"");
            JsonNode report = published(merged.run("publish", "--output", "json"));
            assertThat(report.path("sentBytes").asLong()).isZero();
            for (String image : List.of("/base", "/app", "/site")) {
                Map<String, String> tags = tags(registry.host(), NAME + image);
                assertThat(tags).hasSizeGreaterThanOrEqualTo(6);
                tags.forEach((tag, digest) -> assertThat(tags.get(tag.replace("-pr-12", "")))
                        .as(image + ":" + tag)
                        .isEqualTo(digest));
            }
        }
    }

    /** A third level, on the variant. */
    private static FleetFiles withSite(FleetFiles fleet) throws IOException {
        return fleet.file("images/site/image.yml", "name: " + NAME + "/site\ntags: [{ name: 2.0.0 }]\n")
                .file("images/site/Dockerfile", "FROM " + NAME + "/app:1.1.0-slim\nRUN echo site >> /greeting\n")
                .file("images/site/test.yml", TEST);
    }

    @Test
    void aPublishedImageIsPromotedToAnotherRegistry() throws Exception {
        try (RealRegistry staging = RealRegistry.forAll(directory.resolve("staging"), false);
                RealRegistry production =
                        RealRegistry.withPassword(Files.createDirectories(directory.resolve("prod")))) {
            FleetFiles fleet = fleet("registries: [{ url: \"%s\", username: user, password: '${SECRET}' }]\n"
                    .formatted(production.host()));
            Program program = new Program(fleet.directory()).with("SECRET", "password");
            succeeds(program.run("run"));
            succeeds(program.run("publish", "--to", staging.host() + "/staging"));

            JsonNode report = published(program.run(
                    "publish", "--from", staging.host() + "/staging", "--to", production.host(), "--output", "json"));

            assertThat(report.path("images")).hasSize(3).allSatisfy(image -> {
                assertThat(image.path("state").asText()).isEqualTo("published");
                assertThat(image.path("registry").asText()).isEqualTo(production.host());
            });
        }
    }

    @Test
    void whatIsPublishedIsSignedAndStaysSoWhenItIsPromoted() throws Exception {
        Path keys = Files.createDirectories(directory.resolve("keys"));
        String password = "pw-" + UUID.randomUUID();
        Tool.in(keys, Map.of("COSIGN_PASSWORD", password), "cosign", "generate-key-pair");
        try (RealRegistry staging = RealRegistry.forAll(directory.resolve("staging"), false);
                RealRegistry production =
                        RealRegistry.forAll(directory.resolve("production"), false, RealRegistry.Version.THREE)) {
            FleetFiles fleet = fleet(
                            """
                            registries: [{ url: "%s/staging", default: true }, { url: "%s" }]
                            sbom: true
                            publish:
                              attest: [sbom, provenance, tests]
                              sign: { key: cosign.key, public_key: cosign.pub, password: "${SECRET}" }
                            """
                                    .formatted(staging.host(), production.host()))
                    .file("cosign.key", Files.readString(keys.resolve("cosign.key")))
                    .file("cosign.pub", Files.readString(keys.resolve("cosign.pub")));
            Program program = new Program(fleet.directory()).with("SECRET", password);
            // Another test's fleet may have built it, without asking for its provenance.
            succeeds(program.run("run", "--force"));

            JsonNode report = published(program.run("publish", "--output", "json"));
            assertThat(report.path("images")).allSatisfy(image -> assertThat(image.path("attached"))
                    .extracting(JsonNode::asText)
                    .containsExactlyInAnyOrder("signature", "provenance", "sbom", "tests"));
            assertThat(report.toString()).doesNotContain(password);
            JsonNode again = published(program.run("publish", "--attach", "--output", "json"));
            assertThat(again.path("images"))
                    .allSatisfy(image -> assertThat(image.path("attached")).isEmpty());

            succeeds(program.run("publish", "--from", staging.host() + "/staging", "--to", production.host()));
            String image = production.host() + "/" + NAME + "/app:1.1.0";
            assertThat(succeeds(program.run("verify", image, "--key", "cosign.pub"))
                            .output())
                    .contains("key cosign.pub", " packages", "1 passed", "1 image: 1 valid");
            assertThat(attested(keys, "spdxjson", image).path("spdxVersion").asText())
                    .startsWith("SPDX-");
            JsonNode byproduct = attested(keys, "slsaprovenance1", image).at("/runDetails/byproducts/0");
            JsonNode ofBuildKit = JSON.readTree(byproduct.path("content").binaryValue());
            assertThat(ofBuildKit.path("buildType").asText()).contains("buildkit");
            assertThat(ofBuildKit.path("materials"))
                    .extracting(material -> material.path("uri").asText())
                    .anyMatch(uri -> uri.contains(NAME + "/base"));
            Tool.in(keys, Map.of(), "cosign", "verify", "--key", "cosign.pub", "--insecure-ignore-tlog", image);
        }
    }

    /** Returns the predicate of what cosign verified. */
    private static JsonNode attested(Path keys, String type, String image) throws IOException {
        String envelope = Tool.in(
                keys,
                Map.of(),
                "cosign",
                "verify-attestation",
                "--key",
                "cosign.pub",
                "--insecure-ignore-tlog",
                "--type",
                type,
                image);
        return JSON.readTree(JSON.readTree(envelope).path("payload").binaryValue())
                .path("predicate");
    }

    @Test
    void withoutABuildRegistryImagesComeFromTheLayout() throws Exception {
        try (RealRegistry registry = RealRegistry.forAll(directory.resolve("registry"), false)) {
            FleetFiles fleet =
                    fleet("build_registry: false\nregistries: [{ url: \"" + registry.host() + "\", default: true }]\n");
            Program program = new Program(fleet.directory());
            succeeds(program.run("run"));
            succeeds(program.run("publish"));

            tags(registry.host(), NAME + "/app")
                    .keySet()
                    .forEach(tag -> assertComplete(registry.host(), NAME + "/app", tag));
            assertThat(tags(registry.host(), NAME + "/app")).hasSize(6);
        }
    }

    @Test
    void aRegistryThatTakesNothingIsSaid() throws Exception {
        try (RealRegistry registry = RealRegistry.readOnly(directory.resolve("registry"))) {
            Program program = new Program(fleet("{}").directory());
            succeeds(program.run("run"));

            Result refused = program.run("publish", "--to", registry.host());

            assertThat(refused.exitCode()).isEqualTo(3);
            assertThat(refused.errors()).contains("cannot copy " + NAME + "/base@sha256:", "HTTP status 405");
        }
    }

    @Test
    void faultsOnTheWayAreRepairedOrMoveNoTag() throws Exception {
        try (RealRegistry registry = RealRegistry.forAll(directory.resolve("registry"), false);
                FaultyRegistry faulty = new FaultyRegistry(registry.host())) {
            Program program = new Program(fleet("{}").directory());
            succeeds(program.run("run"));

            Set<String> seen = ConcurrentHashMap.newKeySet();
            faulty.fail((request, number) -> seen.add(request.replaceFirst("/uploads/.*", "/uploads"))
                    ? Optional.ofNullable(FAULTS.get(number % 6))
                    : Optional.empty());
            succeeds(program.run("publish", "--to", faulty.host() + "/a"));
            assertThat(tags(registry.host(), "a/" + NAME + "/app")).hasSize(6);

            faulty.fail((request, number) -> request.matches("PUT .*/app/blobs/.*|POST .*/app/blobs/.*")
                    ? Optional.of(Fault.status(503))
                    : Optional.empty());
            Result failed = program.run("publish", "--to", faulty.host() + "/b");
            assertThat(failed.exitCode()).isEqualTo(3);
            assertThat(failed.errors()).contains("cannot copy " + NAME + "/app@", "HTTP status 503", "publish again");
            assertThat(tags(registry.host(), "b/" + NAME + "/base")).isEmpty();

            faulty.fail((request, number) ->
                    request.matches("PUT .*/app/manifests/1-slim") ? Optional.of(Fault.status(403)) : Optional.empty());
            Result held = program.run("publish", "--to", faulty.host() + "/b");
            assertThat(held.exitCode()).isEqualTo(3);
            for (String image : List.of("base", "app")) {
                tags(registry.host(), "b/" + NAME + "/" + image).keySet().forEach(tag -> {
                    assertComplete(registry.host(), "b/" + NAME + "/" + image, tag);
                    assertThat(held.output()).contains(NAME + "/" + image + ":" + tag + " stays");
                });
            }

            faulty.fail((request, number) -> Optional.empty());
            succeeds(program.run("publish", "--to", faulty.host() + "/b"));
        }
    }

    @Test
    void aKilledPublicationLeavesCompleteImages() throws Exception {
        try (RealRegistry registry = RealRegistry.forAll(directory.resolve("registry"), false)) {
            Program program = new Program(fleet("{}").directory());
            succeeds(program.run("run"));
            long start = System.nanoTime();
            succeeds(program.run("publish", "--to", registry.host() + "/first"));
            Duration usual = Duration.ofNanos(System.nanoTime() - start);
            Set<String> expected = new TreeSet<>(
                    tags(registry.host(), "first/" + NAME + "/app").keySet());
            Random random = new Random(SEED);
            System.out.println("killing " + KILLS + " publications of " + usual + ", seed " + SEED);
            for (int i = 0; i < KILLS; i++) {
                String place = registry.host() + "/k" + i;
                long moment = (long) (random.nextDouble() * usual.toNanos());
                try (Program.Running running = program.start("publish", "--to", place)) {
                    LockSupport.parkNanos(moment);
                    running.signal("KILL");
                    running.await();
                }
                for (String image : List.of("base", "app")) {
                    String repository = "k" + i + "/" + NAME + "/" + image;
                    tags(registry.host(), repository)
                            .keySet()
                            .forEach(tag -> assertComplete(registry.host(), repository, tag));
                }
                succeeds(program.run("publish", "--to", place));
                assertThat(tags(registry.host(), "k" + i + "/" + NAME + "/app"))
                        .as("kill %d at %s, seed %d", i, Duration.ofNanos(moment), SEED)
                        .containsOnlyKeys(expected);
            }
        }
    }

    /** Those of a registry and of a step of a build. */
    @Test
    void passwordsAreInNoArgumentNoFileAndNoLayer() throws IOException, InterruptedException {
        String secret = "pw-" + UUID.randomUUID();
        try (RealRegistry registry = RealRegistry.forAll(directory.resolve("registry"), false)) {
            FleetFiles fleet = fleet(
                            "registries: [{ url: \"%s\", default: true, username: user, password: '${SECRET}' }]\n"
                                    .formatted(registry.host()))
                    .file(
                            "images/app/image.yml",
                            "name: " + NAME + "/secret\ntags: [{ name: 1.0.0 }]\n"
                                    + "build: { secrets: [{ id: token, env: SECRET }] }\n")
                    .file(
                            "images/app/Dockerfile",
                            "FROM " + NAME + "/base:1.0.0\n"
                                    + "RUN --mount=type=secret,id=token wc -c /run/secrets/token > /length\n");
            Program program = new Program(fleet.directory()).with("SECRET", secret);
            Set<String> arguments = new TreeSet<>();
            for (String command : List.of("run", "publish")) {
                Result result;
                try (Program.Running running = program.start(command)) {
                    while (running.process().isAlive()) {
                        ProcessHandle.allProcesses()
                                .forEach(process -> process.info().commandLine().ifPresent(arguments::add));
                    }
                    result = succeeds(running.await());
                }
                assertThat(result.output() + result.errors()).doesNotContain(secret);
            }

            assertThat(arguments).isNotEmpty().noneMatch(line -> line.contains(secret));
            assertThat(fleet.all("").filter(Files::isRegularFile).toList())
                    .anyMatch(file -> file.endsWith("build.log"))
                    .noneMatch(file -> contains(file, secret));
            List<Path> published;
            try (Stream<Path> files = Files.walk(directory.resolve("registry"))) {
                published = files.filter(Files::isRegularFile).toList();
            }
            assertThat(published)
                    .as("layers are looked into")
                    .anyMatch(file -> contains(file, (secret.length() + " /run/secrets/token\n")))
                    .noneMatch(file -> contains(file, secret));
        }
    }

    /** Looks into compressed files too. */
    private static boolean contains(Path file, String text) {
        try {
            byte[] content = Files.readAllBytes(file);
            boolean isCompressed = content.length > 2 && content[0] == (byte) 0x1f && content[1] == (byte) 0x8b;
            if (isCompressed) {
                try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(content))) {
                    content = plain.readAllBytes();
                }
            }
            return new String(content, StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
