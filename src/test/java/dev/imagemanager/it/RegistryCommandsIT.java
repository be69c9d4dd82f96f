package dev.imagemanager.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.infra.registry.Manifest;
import dev.imagemanager.it.Program.Result;
import dev.imagemanager.model.settings.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code registry list} and {@code registry prune} with real registries, which are asked over HTTP what they have. */
@ExtendWith(RealTools.class)
class RegistryCommandsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FIXED = "1980-02-01T00:00:00Z";
    private static final String TYPES =
            "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json";

    @TempDir
    Path directory;

    private Path home;
    private FleetFiles files;
    private Program program;

    @BeforeEach
    void makeFleet() throws IOException {
        home = Files.createDirectory(directory.resolve("fleet"));
        files = new FleetFiles(home)
                .file("images/app/image.yml", "tags: [{name: 1.0.0}, {name: 1.1.0}]\n")
                .file("images/app/Dockerfile", "FROM scratch\n");
        program = new Program(home).with("IMAGE_MANAGER_CACHE", "false");
    }

    private static JsonNode json(Result result) throws IOException {
        return JSON.readTree(result.output());
    }

    private static Result succeeds(Result result) {
        assertThat(result.exitCode()).as("%s", result).isZero();
        return result;
    }

    private static int status(RealRegistry registry, Manifest manifest) {
        return given().baseUri("http://" + registry.host())
                .accept(TYPES)
                .head("/v2/team/app/manifests/" + manifest.digest())
                .statusCode();
    }

    private static List<String> tags(RealRegistry registry) {
        List<String> tags = given().baseUri("http://" + registry.host())
                .get("/v2/team/app/tags/list")
                .then()
                .statusCode(200)
                .extract()
                .path("tags");
        return tags == null ? List.of() : tags.stream().sorted().toList();
    }

    /** Tag → a value. */
    private static Map<String, String> column(JsonNode listing, String name) {
        Map<String, String> column = new TreeMap<>();
        listing.path("repositories")
                .path(0)
                .path("tags")
                .forEach(tag ->
                        column.put(tag.path("tag").asText(), tag.path(name).asText()));
        return column;
    }

    /** What a registry of some months has. */
    private record Months(
            Manifest first,
            Manifest second,
            Manifest signature,
            Manifest sbom,
            Manifest snapshot,
            Manifest snapshotSignature,
            Manifest snapshotSbom,
            Manifest lost,
            Manifest lostPart,
            Manifest sharedPart) {

        static Months in(PushedImages images) throws IOException, InterruptedException {
            String tenDays = Instant.now().minus(10, ChronoUnit.DAYS).toString();
            Manifest shared = images.image("shared", FIXED);
            Manifest first = images.index(images.image("first", FIXED), shared, "1.0.0", "1.0");
            Manifest second = images.image("second", FIXED, "1.1.0", "1.1", "1", "1.1.0-pr-11");
            Manifest snapshot = images.image("snapshot", tenDays, "1.1.0-pr-12");
            Manifest lostPart = images.image("lost", FIXED);
            return new Months(
                    first,
                    second,
                    images.sign(first),
                    images.attach(second),
                    snapshot,
                    images.sign(snapshot),
                    images.attach(snapshot),
                    images.index(lostPart, shared, "0.9.0", "0.9"),
                    lostPart,
                    shared);
        }
    }

    private Months fill(RealRegistry registry) throws IOException, InterruptedException {
        files.file(".image-manager.yml", "registries: [{url: \"" + registry.host() + "/team\", default: true}]\n");
        return Months.in(new PushedImages(directory, registry.open(), "team/app"));
    }

    @Test
    void whatTheFleetHasIsListed() throws IOException, InterruptedException {
        try (RealRegistry registry = RealRegistry.forAll(directory, true)) {
            Months months = fill(registry);

            JsonNode listing = json(succeeds(program.run("registry", "list", "--output", "json")));
            String list = succeeds(program.run("registry", "list", "app")).output();

            assertThat(listing.path("apiVersion").asText()).isEqualTo("image-manager/v1");
            assertThat(column(listing, "kind"))
                    .containsEntry("1.0.0", "version")
                    .containsEntry("1", "alias")
                    .containsEntry("1.1.0-pr-12", "snapshot")
                    .containsEntry("0.9.0", "orphan");
            assertThat(column(listing, "digest"))
                    .containsEntry("1.0.0", months.first().digest().toString())
                    .containsEntry("1", months.second().digest().toString());
            assertThat(list.lines().toList())
                    .anySatisfy(line -> assertThat(line)
                            .startsWith(registry.host() + "/team/app")
                            .contains("1.1.0-pr-12", "snapshot pr-12 of 1.1.0", "10d", "linux/amd64", "in fleet"))
                    .anySatisfy(
                            line -> assertThat(line)
                                    .matches(
                                            ".* 0\\.9\\.0 +orphan +sha256:[0-9a-f]{12} +linux/amd64, linux/arm64 +- .* orphaned"))
                    .last()
                    .isEqualTo("1 repository, 13 tags, 2 orphaned");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatGoesIsGoneAndWhatStaysIsWhole(RealRegistry.Version version) throws IOException, InterruptedException {
        try (RealRegistry registry = RealRegistry.forAll(directory, true, version)) {
            Months months = fill(registry);
            List<String> before = tags(registry);
            String[] command = {"registry", "prune", "--orphans", "--snapshots", "7d"};

            Result plan = succeeds(program.run(command));
            assertThat(plan.output()).contains("would remove 5 tags and 6 manifests, up to ", "; --yes removes them");
            assertThat(tags(registry)).isEqualTo(before);

            Result done = succeeds(program.run(with(command, "--yes", "--output", "json")));

            assertThat(json(done).path("tags").asInt()).isEqualTo(5);
            for (Manifest gone : List.of(
                    months.snapshot(),
                    months.snapshotSignature(),
                    months.snapshotSbom(),
                    months.lost(),
                    months.lostPart())) {
                assertThat(status(registry, gone)).as("%s", gone.digest()).isEqualTo(404);
            }
            for (Manifest kept :
                    List.of(months.first(), months.second(), months.signature(), months.sbom(), months.sharedPart())) {
                assertThat(status(registry, kept)).as("%s", kept.digest()).isEqualTo(200);
            }
            assertThat(tags(registry))
                    .containsExactlyInAnyOrder(
                            "1",
                            "1.0",
                            "1.0.0",
                            "1.1",
                            "1.1.0",
                            "1.1.0-pr-11",
                            "sha256-" + months.second().digest().hex(),
                            "sha256-" + months.first().digest().hex() + ".sig");
            for (String tag : List.of("1.0.0", "1.1.0", "1")) {
                Tool.run(
                        "crane",
                        "pull",
                        "--format=oci",
                        registry.host() + "/team/app:" + tag,
                        directory.resolve("pulled-" + tag).toString());
            }
            assertThat(succeeds(program.run(command)).output())
                    .contains("would remove 0 tags and 0 manifests, up to 0.0 kB\n");
        }
    }

    private static String[] with(String[] command, String... more) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @Test
    void aTagAloneStaysWhereTheRegistryCannotRemoveIt() throws IOException, InterruptedException {
        try (RealRegistry registry = RealRegistry.forAll(directory, true)) {
            Months months = fill(registry);

            Result done = succeeds(program.run("registry", "prune", "--snapshots", "0s", "--yes"));

            assertThat(done.output()).contains("snapshot pr-11 (the image stays)", "unsupported");
            assertThat(done.errors())
                    .contains("note: the registry " + registry.host() + " does not remove a tag without its image");
            assertThat(status(registry, months.second())).isEqualTo(200);
            assertThat(tags(registry)).contains("1.1.0", "1.1.0-pr-11").doesNotContain("1.1.0-pr-12");
        }
    }

    @Test
    void aRegistryThatRemovesNothingIsSaid() throws IOException, InterruptedException {
        try (RealRegistry registry = RealRegistry.forAll(directory, false)) {
            fill(registry);
            List<String> before = tags(registry);

            succeeds(program.run("registry", "prune", "--orphans"));
            Result refused = program.run("registry", "prune", "--orphans", "--yes");

            assertThat(refused.exitCode()).as("%s", refused).isEqualTo(3);
            assertThat(refused.output()).contains("unsupported", "removed 0 tags and 0 manifests");
            assertThat(refused.errors()).contains("error: the registry " + registry.host() + " does not remove images");
            assertThat(tags(registry)).isEqualTo(before);
        }
    }

    @Test
    void tokensAllowRemoval() throws IOException, InterruptedException, GeneralSecurityException {
        try (TokenServer tokens = new TokenServer(RealRegistry.CERTIFICATES);
                RealRegistry registry = RealRegistry.withTokens(directory, tokens.realm())) {
            files.file(
                    ".image-manager.yml",
                    """
                    registries: [{url: "%s/team", default: true, username: user, password: "${PASSWORD}"}]
                    prune: {orphans: true}
                    """
                            .formatted(registry.host()));
            program.with("PASSWORD", "password");
            new PushedImages(
                            directory,
                            registry.open().with(Optional.of(new Registry.Credentials("user", "password"))),
                            "team/app")
                    .image("lost", FIXED, "0.9.0");

            assertThat(succeeds(program.run("registry", "prune", "--yes")).output())
                    .contains("removed 1 tag and 1 manifest");
            assertThat(succeeds(program.run("registry", "list")).output())
                    .endsWith("0 repositories, 0 tags, 0 orphaned\n");
        }
    }

    @Test
    void keysOfEarlierBuildsGoFromTheBuildRegistry() throws IOException {
        String image = "pruned-" + UUID.randomUUID();
        files.remove("images/app");
        files.image(image, "1.0.0", "FROM scratch\nCOPY greeting /\n").file("images/" + image + "/greeting", "hello\n");
        succeeds(program.run("build", image));
        files.file("images/" + image + "/greeting", "hello again\n");
        succeeds(program.run("build", image));
        String[] command = {"registry", "prune", image, "--build-registry", "--orphans"};
        assertThat(keys(image)).hasSize(2);

        JsonNode plan = json(succeeds(program.run(with(command, "--output", "json"))));
        JsonNode repository = plan.path("repositories").path(0);
        assertThat(repository.path("buildRegistry").asBoolean()).isTrue();
        assertThat(repository.path("removals")).singleElement().satisfies(removal -> assertThat(
                        removal.path("reason").asText())
                .isEqualTo("key"));
        assertThat(repository.path("stays"))
                .singleElement()
                .satisfies(stay -> assertThat(stay.path("reason").asText()).isEqualTo("in-use"));

        succeeds(program.run(with(command, "--yes")));

        assertThat(keys(image)).hasSize(1);
        files.remove("dist");
        assertThat(succeeds(program.run("plan", image)).output()).contains("up to date");
    }

    private List<String> keys(String image) throws IOException {
        return column(
                        json(succeeds(program.run("registry", "list", image, "--build-registry", "--output", "json"))),
                        "kind")
                .entrySet()
                .stream()
                .filter(tag -> tag.getValue().equals("key"))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Test
    void wrongUsageIsRefused() {
        for (String[] arguments : new String[][] {
            {"registry"},
            {"registry", "list"},
            {"registry", "list", "--from", "nonsense"},
            {"registry", "list", "nothing", "--from", "localhost:1"},
            {"registry", "prune", "--from", "localhost:1"},
            {"registry", "prune", "--from", "localhost:1", "--orphans", "--keep-last", "-1"},
            {"registry", "prune", "--from", "localhost:1", "--snapshots", "7"},
            {"registry", "prune", "--from", "localhost:1", "--orphans", "--yes", "--untrusted"}
        }) {
            Result result = program.run(arguments);
            assertThat(result.exitCode())
                    .as("%s: %s", List.of(arguments), result)
                    .isEqualTo(2);
        }
    }

    @Test
    void aRegistryThatDoesNotAnswerIsSaid() {
        files.image("other", "1.0.0", "FROM scratch\n");
        String registry = "127.0.0.1:" + UnusedPort.find();

        Result result = program.run("registry", "list", "--from", registry);

        assertThat(result.exitCode()).as("%s", result).isEqualTo(3);
        assertThat(result.errors())
                .containsOnlyOnce("error: the registry " + registry + " cannot be used: ")
                .contains("start it, or correct its address");
    }
}
