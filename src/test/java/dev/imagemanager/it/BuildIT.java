package dev.imagemanager.it;

import static dev.imagemanager.infra.http.ScriptedServer.status;
import static dev.imagemanager.infra.http.ScriptedServer.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.infra.http.ScriptedServer;
import dev.imagemanager.it.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code build} with a real BuildKit daemon and a real registry. */
@ExtendWith(RealTools.class)
class BuildIT {

    private static final String REGISTRY = System.getenv("IMAGE_MANAGER_BUILD_REGISTRY");

    @TempDir
    Path directory;

    private FleetFiles fleet;
    private String name;

    @BeforeEach
    void makeFleet() {
        name = "it-" + UUID.randomUUID().toString().substring(0, 8);
        fleet = new FleetFiles(directory)
                .image(name + "/base", "1.0.0", "FROM debian:bookworm-slim\nCOPY motd /etc/motd\n")
                .file("images/" + name + "/base/motd", "hello from " + name + "\n")
                .file(
                        "images/" + name + "/base/image.yml",
                        "name: " + name
                                + "\nlicenses: MIT\nlabels: {com.example.team: runtime}\ntags: [{name: 1.0.0}]\n")
                .image(name + "-child", "1", "FROM " + name + ":1.0\nRUN cat /etc/motd\n")
                .image(
                        name + "-top",
                        "1",
                        "FROM debian:bookworm-slim\nCOPY --from=" + name + "-child:1 /etc/motd /copied\n");
    }

    private Result run(String... arguments) {
        return new Program(directory).run(arguments);
    }

    private JsonNode record(String target) throws IOException {
        return new ObjectMapper().readTree(fleet.read("dist/" + target + "/build.json"));
    }

    @Test
    void buildsWhatATargetNeedsAndPushesExactlyWhatIsInTheArchive() throws IOException {
        Result result = run("build", name + "-top");

        assertThat(result.exitCode()).as("%s", result).isZero();
        for (String target : new String[] {name + "/1.0.0", name + "-child/1", name + "-top/1"}) {
            String digest = record(target).path("digest").asText();
            String[] parts = target.split("/");
            assertThat(new RegistryContent(REGISTRY, parts[0]).digest(parts[1])).isEqualTo(digest);
            String index = Tool.run(
                    "tar",
                    "-xOf",
                    directory.resolve("dist/" + target + "/image.tar").toString(),
                    "index.json");
            assertThat(index).contains(digest);
        }
        RegistryContent pushed = new RegistryContent(REGISTRY, name);
        assertThat(pushed.label("1.0.0", "org.opencontainers.image.licenses")).isEqualTo("MIT");
        assertThat(pushed.label("1.0.0", "org.opencontainers.image.version")).isEqualTo("1.0.0");
        assertThat(pushed.label("1.0.0", "com.example.team")).isEqualTo("runtime");
        assertThat(fleet.read("dist/" + name + "-child/1/build.log")).contains("hello from " + name);
        assertThat(fleet.all("dist").map(Path::getFileName).map(Path::toString))
                .noneMatch(file -> file.endsWith(".partial"));
        assertThat(result.output()).contains("3 targets in").contains(name + "-top:1");
    }

    @Test
    void aSecondRunBuildsOnlyWhatChangedAndWhatBuildsOnIt() {
        assertThat(run("build").exitCode()).isZero();

        Result unchanged = run("build");
        assertThat(unchanged.output()).contains("3 up to date");

        fleet.file("images/" + name + "-child/Dockerfile", "FROM " + name + ":1.0\nRUN echo other\n");
        Result childChanged = run("build", "--output", "json");
        assertThat(childChanged.output())
                .containsPattern("\"target\": \"" + name + ":1.0.0\",\\s+\"state\": \"up to date\"")
                .containsPattern("\"target\": \"" + name + "-child:1\",\\s+\"state\": \"ok\"")
                .containsPattern("\"target\": \"" + name + "-top:1\",\\s+\"state\": \"ok\"");

        fleet.file("images/" + name + "/base/motd", "changed\n");
        assertThat(run("build").output()).contains("3 ok");
        assertThat(run("build", "--force", name).output()).contains("1 ok");
    }

    /** The builder asks the server too. */
    @Test
    void anotherVersionOfADownloadIsAReasonToBuild() {
        try (ScriptedServer server = ScriptedServer.start()) {
            server.on("HEAD /file", status(200, "ETag", "\"one\""))
                    .on("GET /file", text(200, "one", "ETag", "\"one\""));
            fleet.image(name + "-download", "1", "FROM scratch\nADD " + server.url("/file") + " /\n");
            assertThat(run("build", name + "-download").output()).contains("1 ok");
            assertThat(run("build", name + "-download").output()).contains("1 up to date");

            server.on("HEAD /file", status(200, "ETag", "\"two\""))
                    .on("GET /file", text(200, "two", "ETag", "\"two\""));
            assertThat(run("build", name + "-download").output()).contains("1 ok");
            assertThat(run("build", name + "-download").output()).contains("1 up to date");
        }
    }

    /** The key of the innocent sources, with the digest and the archive of another image. */
    @Test
    void aRecordThatCameWithTheRepositoryIsNotBelieved() throws IOException {
        for (String kind : List.of("good", "evil")) {
            FleetFiles one = new FleetFiles(directory.resolve(kind)).image(name, "1", "FROM scratch\nCOPY hello /\n");
            one.file("images/" + name + "/hello", "I am " + kind);
            assertThat(new Program(one.directory()).run("build").exitCode()).isZero();
        }
        String record = "dist/" + name + "/1/build.json";
        String good = digest(fleet.read("good/" + record));
        String evil = digest(fleet.read("evil/" + record));
        FleetFiles repository = new FleetFiles(directory.resolve("repository"))
                .file("images/" + name + "/image.yml", fleet.read("good/images/" + name + "/image.yml"))
                .file("images/" + name + "/Dockerfile", fleet.read("good/images/" + name + "/Dockerfile"))
                .file("images/" + name + "/hello", "I am good")
                .file(record, fleet.read("good/" + record).replace(good, evil));
        Files.copy(
                directory.resolve("evil/dist/" + name + "/1/image.tar"),
                repository.directory().resolve("dist/" + name + "/1/image.tar"));

        Result result = new Program(repository.directory()).run("build");

        assertThat(result.exitCode()).as("%s", result).isZero();
        assertThat(result.output()).contains("1 up to date");
        assertThat(result.errors())
                .contains(record + ": note: the record is ignored")
                .contains("up to date: the build registry has it");
        assertThat(digest(repository.read(record))).isEqualTo(good);
        assertThat(new RegistryContent(REGISTRY, name).digest("1"))
                .isEqualTo(good)
                .isNotEqualTo(evil);
        assertThat(new Program(repository.directory()).run("build").output()).contains("1 up to date");
    }

    private static String digest(String record) throws IOException {
        return new ObjectMapper().readTree(record).path("digest").asText();
    }

    /** What CI does that hands {@code dist/} from one machine to the next. */
    @Test
    void theOutputIsBelievedOnAnotherMachineWithTheSameKey() throws IOException {
        Program first = new Program(directory).with("IMAGE_MANAGER_STATE_KEY", "0123456789abcdef0123456789abcdef");
        assertThat(first.run("build").exitCode()).isZero();

        Program next = new Program(directory)
                .with("XDG_STATE_HOME", directory.resolve("fresh").toString());
        assertThat(next.with("IMAGE_MANAGER_STATE_KEY", "0123456789abcdef0123456789abcdef")
                        .run("build")
                        .output())
                .contains("3 up to date");
        assertThat(directory.resolve("fresh")).doesNotExist();
        Result other = next.with("IMAGE_MANAGER_STATE_KEY", "fedcba9876543210fedcba9876543210")
                .run("build");
        assertThat(other.errors())
                .contains("IMAGE_MANAGER_STATE_KEY", name + "-top:1 | up to date: the build registry has it")
                .containsOnlyOnce("the record is ignored");
        Result shortKey = next.with("IMAGE_MANAGER_STATE_KEY", "too short").run("build");
        assertThat(shortKey.exitCode()).isEqualTo(2);
        assertThat(shortKey.errors()).contains("fewer than 32 characters").doesNotContain("too short");
    }

    @Test
    void withoutAPlaceForTheKeyNoRecordIsUsedAndTheReasonIsSaid() {
        Program nowhere = new Program(directory).with("XDG_STATE_HOME", "/proc/nowhere");
        assertThat(nowhere.run("build").exitCode()).isZero();

        Result again = nowhere.run("build");
        assertThat(again.exitCode()).as("%s", again).isZero();
        assertThat(again.output()).contains("3 up to date");
        assertThat(again.errors())
                .contains(name + "-top:1 | up to date: the build registry has it")
                .containsOnlyOnce("no record of an earlier build is used")
                .contains("XDG_STATE_HOME");
    }

    @Test
    void aFailingStepIsShownWithItsOutputAndTheOthersGoOn() {
        fleet.image(
                name + "-broken",
                "1",
                "FROM " + name + ":1.0.0\n# a comment\nRUN echo before && echo it broke here >&2 && exit 7\n");
        fleet.image(name + "-behind", "1", "FROM " + name + "-broken:1\n");

        Result result = run("build");

        assertThat(result.exitCode()).as("%s", result).isEqualTo(1);
        assertThat(result.errors())
                .contains(
                        "images/" + name + "-broken/Dockerfile:3: error: the build of " + name + "-broken:1 failed at ")
                .contains("exit code: 7")
                .contains("  | it broke here")
                .contains(name + "-behind:1 | not built: the build of " + name + "-broken:1 failed");
        assertThat(result.output()).contains("3 ok, 1 build failed, 1 not built");
        assertThat(fleet.exists("dist/" + name + "-broken/1/image.tar")).isFalse();
        assertThat(fleet.read("dist/" + name + "-broken/1/build.log")).contains("it broke here");
    }

    @Test
    void failFastStartsNothingMore() {
        fleet.image("a-" + name, "1", "FROM debian:bookworm-slim\nRUN false\n");

        Result result = run("build", "--fail-fast", "--jobs", "1");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output())
                .containsPattern("a-" + name + ":1 .* build failed\n")
                .containsPattern(name + "-top:1 .* cancelled\n");
    }

    @Test
    void argumentsStageAndSecretReachTheBuildAndTheSecretStaysSecret() {
        fleet.file(
                        "images/" + name + "-options/image.yml",
                        """
                        build_args: { FLAVOUR: 'small, "cold"' }
                        build:
                          target: wanted
                          secrets: [{ id: token, env: IT_TOKEN }, { id: file, src: secret.txt }]
                        tags: [{ name: "1" }]
                        """)
                .file("secret.txt", "from-a-file")
                .file(
                        "images/" + name + "-options/Dockerfile",
                        """
                        FROM debian:bookworm-slim AS wanted
                        ARG FLAVOUR
                        RUN --mount=type=secret,id=token --mount=type=secret,id=file \
                            echo "%s: flavour=$FLAVOUR length=$(wc -c < /run/secrets/token) file=$(cat /run/secrets/file)" \
                            && echo "plain: <$(cat /run/secrets/token)>" \
                            && echo "upper: <$(tr a-z A-Z < /run/secrets/token)>" \
                            && echo "part: <$(head -c 15 /run/secrets/token)>" \
                            && echo "base64: <$(base64 /run/secrets/token)>"
                        FROM wanted
                        RUN false
                        """
                                .formatted(name));

        Result result =
                new Program(directory).with("IT_TOKEN", "correct-horse-battery").run("build", name + "-options");

        assertThat(result.exitCode()).as("%s", result).isZero();
        assertThat(fleet.read("dist/" + name + "-options/1/build.log"))
                .contains("flavour=small, \"cold\" length=21 file=from-a-file");
        assertThat(fleet.read("dist/" + name + "-options/1/build.log"))
                .contains("plain: <***>", "upper: <***>", "part: <***>", "base64: <***>");
        assertThat(result.errors()).contains("plain: <***>", "upper: <***>");
        assertThat(result.toString()).doesNotContain("correct-horse-battery");
        assertThat(fleet.all("dist").filter(file -> file.toString().endsWith(".json")))
                .allSatisfy(file -> assertThat(file).content().doesNotContain("correct-horse-battery"));
    }

    @Test
    void aSecretThatIsNotThereIsSaidBeforeAnythingIsBuilt() {
        fleet.file(
                        "images/" + name + "-secret/image.yml",
                        "build: { secrets: [{ id: token, env: IT_UNSET }, { id: file, src: nowhere.txt }] }\n"
                                + "tags: [{ name: \"1\" }]\n")
                .file("images/" + name + "-secret/Dockerfile", "FROM scratch\nCOPY Dockerfile /\n");

        Result result = run("build");

        assertThat(result.exitCode()).as("%s", result).isEqualTo(2);
        assertThat(result.errors())
                .contains("the secret 'token' needs the environment variable IT_UNSET, which is not set")
                .contains("the secret 'file' needs the file nowhere.txt")
                .doesNotContain("| building");
    }

    @Test
    void severalPlatformsBecomeOneIndex() throws IOException {
        fleet.file(
                        "images/" + name + "-multi/image.yml",
                        "platforms: [linux/amd64, linux/arm64]\ntags: [{ name: \"1\" }]\n")
                .file(
                        "images/" + name + "-multi/Dockerfile",
                        "FROM scratch\nARG TARGETARCH\nCOPY Dockerfile /${TARGETARCH}\n");

        Result result = run("build", name + "-multi");

        assertThat(result.exitCode()).as("%s", result).isZero();
        RegistryContent pushed = new RegistryContent(REGISTRY, name + "-multi");
        assertThat(pushed.digest("1"))
                .isEqualTo(record(name + "-multi/1").path("digest").asText());
        assertThat(pushed.digest("1", "linux", "arm64"))
                .isEqualTo(record(name + "-multi/1")
                        .path("platforms")
                        .path("linux/arm64")
                        .path("digest")
                        .asText());
        assertThat(fleet.exists("dist/" + name + "-multi/1/linux-arm64/image.tar"))
                .isTrue();

        assertThat(run("build", "--platform", "linux/arm64", name + "-multi").exitCode())
                .isZero();
        assertThat(fleet.exists("dist/" + name + "-multi/1/image.tar")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void ctrlCAndSigtermEndTheBuildAndLeaveNothingBehind(String signal, int exitCode) {
        fleet.image(name + "-slow", "1", "FROM debian:bookworm-slim\nRUN echo begun; sleep 600\n");

        try (Program.Running running = new Program(directory).start("build", name + "-slow")) {
            running.awaitErrors("begun");
            running.signal(signal);
            assertThat(running.await().exitCode()).isEqualTo(exitCode);
            assertThat(running.process().descendants()).isEmpty();
        }

        assertThat(fleet.all("dist").map(Path::getFileName).map(Path::toString))
                .doesNotContain("image.tar")
                .noneMatch(file -> file.endsWith(".partial"));
        fleet.image(name + "-slow", "1", "FROM debian:bookworm-slim\n");
        assertThat(run("build", name + "-slow").exitCode()).isZero();
    }

    @Test
    void twoCommandsAtOnceDoTheWorkOnce() {
        try (Program.Running first = new Program(directory).start("build");
                Program.Running second = new Program(directory).start("build")) {
            List<Result> results = List.of(first.await(), second.await());

            assertThat(results)
                    .allSatisfy(result ->
                            assertThat(result.exitCode()).as("%s", result).isZero());
            assertThat(results).extracting(Result::output).satisfiesOnlyOnce(output -> assertThat(output)
                    .contains("3 ok"));
            assertThat(results).extracting(Result::output).satisfiesOnlyOnce(output -> assertThat(output)
                    .contains("3 up to date"));
        }
    }

    @Test
    void whatIsGoneFromTheRegistryOrTheDiskComesBack() throws IOException {
        assertThat(run("build", name).exitCode()).isZero();
        RegistryContent pushed = new RegistryContent(REGISTRY, name);
        String digest = pushed.digest("1.0.0");

        assertThat(run("build", name + "-child").exitCode()).isZero();
        Tool.run("crane", "copy", REGISTRY + "/" + name + "-child:1", REGISTRY + "/" + name + ":1.0.0");
        Result found = run("build", name);
        assertThat(found.errors()).contains(name + ":1.0.0 | up to date: the build registry has it");
        assertThat(pushed.digest("1.0.0")).isEqualTo(digest);

        Tool.run("crane", "delete", REGISTRY + "/" + name + "@" + digest);
        Result restored = run("build", name);
        assertThat(restored.output()).contains("1 up to date");
        assertThat(restored.errors()).contains(name + ":1.0.0 was restored from dist/");
        assertThat(pushed.digest("1.0.0")).isEqualTo(digest);

        String archive = "dist/" + name + "/1.0.0/image.tar";
        byte[] content = Files.readAllBytes(directory.resolve(archive));
        fleet.file(archive, "damaged");
        Result rewritten = run("build", name);
        assertThat(rewritten.output()).contains("1 up to date");
        assertThat(rewritten.errors()).contains(archive + " is written again");
        assertThat(directory.resolve(archive)).hasBinaryContent(content);

        fleet.file("dist/" + name + "/1.0.0/build.json", "{}");
        assertThat(run("build", name).errors()).contains("up to date: the build registry has it");

        fleet.file(archive, "damaged");
        Tool.run("crane", "delete", REGISTRY + "/" + name + "@" + digest);
        assertThat(run("build", name).output()).contains("1 ok");
    }

    @Test
    void withoutArchivesTheImageIsInTheRegistryOnly() {
        fleet.file(".image-manager.yml", "keep_archives: false\n");

        assertThat(run("build", name).exitCode()).isZero();

        assertThat(fleet.exists("dist/" + name + "/1.0.0/image.tar")).isFalse();
        assertThat(run("build", name).output()).contains("1 up to date");
    }
}
