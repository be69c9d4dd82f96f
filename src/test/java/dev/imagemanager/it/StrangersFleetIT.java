package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.imagemanager.it.Program.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A fleet from a stranger's repository: its links are not followed to other places, and nothing of there is shown. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class StrangersFleetIT {

    private static final String SECRET = "hunter2-hunter2";
    private static final String OUTSIDE = "it is outside the fleet's directory, after following symbolic links";

    @TempDir
    Path directory;

    private Path home;
    private FleetFiles fleet;
    private Program program;

    @BeforeEach
    void aHomeBesideTheFleet() throws IOException {
        home = Files.createDirectory(directory.resolve("home"));
        Files.writeString(home.resolve("secret"), "token = " + SECRET + "\n");
        fleet = new FleetFiles(Files.createDirectory(directory.resolve("fleet"))).image("app", "1", "FROM scratch\n");
        program = new Program(fleet.directory()).with("DEPLOY_TOKEN", SECRET);
    }

    private void link(String file, String target) throws IOException {
        Path link = fleet.directory().resolve(file);
        Files.createDirectories(link.getParent());
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, Path.of(target));
    }

    /** In one fleet, since all problems are reported at once. */
    @Test
    void sourcesThatLeadElsewhereAreRefused() throws IOException {
        String secret = "../../../home/secret";
        Map<String, String> links = new LinkedHashMap<>();
        links.put("images/a/image.yml", secret);
        links.put("images/b/image.yml", "/dev/zero");
        links.put("images/c/Dockerfile", secret);
        links.put("images/d/Dockerfile.tmpl", secret);
        links.put("images/e/Dockerfile.tmpl", "/proc/self/environ");
        links.put("images/f/test.yml", secret);
        links.put("images/g/test.yml.tmpl", secret);
        links.put("images/h/.dockerignore", "/proc/self/environ");
        Map<String, String> broken = Map.of("images/i/test.yml", "nowhere", "images/j/test.yml", "test.yml");
        for (Map<String, String> some : List.of(links, broken)) {
            for (Map.Entry<String, String> entry : some.entrySet()) {
                fleet.image(Path.of(entry.getKey()).getName(1).toString(), "1", "FROM scratch\n");
                link(entry.getKey(), entry.getValue());
            }
        }
        fleet.remove("images/d/Dockerfile");
        fleet.remove("images/e/Dockerfile");

        assertRefusedEverywhere(Stream.concat(
                        links.keySet().stream().map(file -> file + ": error: the file cannot be read: " + OUTSIDE),
                        Stream.of(
                                "images/i/test.yml: error: the file does not exist",
                                "images/j/test.yml: error: the file cannot be read: Too many levels of symbolic links"))
                .toArray(String[]::new));
        link(".image-manager.yml", "../home/secret");
        assertRefusedEverywhere(".image-manager.yml: error: the file cannot be read: " + OUTSIDE);
    }

    private void assertRefusedEverywhere(String... messages) {
        for (String[] command : new String[][] {{"validate"}, {"generate"}, {"generate", "--diff"}}) {
            Result result = program.run(command);
            assertThat(result.exitCode()).as(result.toString()).isEqualTo(2);
            assertThat(result.errors()).contains(messages);
            assertThat(result.output() + result.errors()).doesNotContain(SECRET);
        }
        assertThat(fleet.exists("dist")).isFalse();
    }

    @Test
    void namedPipesAreNotOpened() throws IOException {
        List<String> files = List.of("images/b/Dockerfile", "images/c/.dockerignore");
        for (String file : files) {
            fleet.image(Path.of(file).getName(1).toString(), "1", "FROM scratch\n");
            replaceByPipe(file);
        }
        String reason = ": error: the file cannot be read: it is not a regular file";
        assertThat(program.run("validate").errors())
                .contains(files.stream().map(file -> file + reason).toList());

        replaceByPipe("images/app/image.yml");
        Result result = program.run("validate");
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(2);
        assertThat(result.errors()).contains("images/app/image.yml" + reason);
    }

    private void replaceByPipe(String file) throws IOException {
        Path path = fleet.directory().resolve(file);
        Files.deleteIfExists(path);
        Tool.run("mkfifo", path.toString());
    }

    @Test
    void sourcesHaveASaneSize() {
        fleet.file("images/app/image.yml", "#".repeat((1 << 20) + 1));
        assertThat(program.run("validate").errors()).contains("it is larger than 1 MiB");

        fleet.image("app", "1", "#".repeat((4 << 20) + 1));
        assertThat(program.run("validate").errors()).contains("it is larger than 4 MiB");
    }

    @Test
    void aLinkFromOnePlaceOfTheFleetToAnotherIsFollowed() throws IOException {
        fleet.file("shared/test.yml", "schemaVersion: 2.0.0\n");
        link("images/app/test.yml", "../../shared/test.yml");

        assertThat(program.run("generate").exitCode()).isZero();
        assertThat(fleet.read("dist/app/1/test.yml")).contains("schemaVersion");
    }

    @Test
    void aBuildContextElsewhereIsRefused() throws IOException {
        fleet.file("images/other.yml", "template: ../../templates/copy.tmpl\ntags: [{name: \"1\"}]\n")
                .file("templates/copy.tmpl", "FROM scratch\nCOPY . /loot\n");
        link("images/other", "../../home");

        Result result = program.run("validate");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.errors())
                .contains("images/other.yml: error: the build context images/other cannot be used: " + OUTSIDE);
    }

    @Test
    void theKeysOfServicesGetIntoNoBuild() throws IOException {
        fleet.file("images/whole.yml", "template: ../../templates/copy.tmpl\ntags: [{name: \"1\"}]\n")
                .file("templates/copy.tmpl", "FROM scratch\nCOPY .buildkit /\n")
                .file(".buildkit/dind/tls/key.pem", "hush\n");
        link("images/whole", "..");
        link("images/app/test.yml", "../../.buildkit/dind/tls/key.pem");

        Result result = program.run("validate");

        assertThat(result.exitCode()).as("%s", result).isEqualTo(2);
        assertThat(result.errors())
                .contains(
                        "the build context images/whole cannot be used: it contains .buildkit, which has the keys of"
                                + " services",
                        "images/app/test.yml: error: the file cannot be read: it is in .buildkit, which has the keys"
                                + " of services")
                .doesNotContain("hush");
    }

    @Test
    void generatedFilesReplaceLinks() throws IOException {
        fleet.file("images/app/test.yml", "echo PWNED\n");
        link("dist/app/1/test.yml", home.resolve("secret").toString());
        link("dist/app/1/.test.yml.partial", home.resolve("secret").toString());

        assertThat(program.run("generate", "--diff").output())
                .contains("+echo PWNED")
                .doesNotContain(SECRET);
        assertThat(program.run("generate").exitCode()).isZero();
        assertThat(fleet.read("dist/app/1/test.yml")).isEqualTo("echo PWNED\n");
        assertThat(fleet.directory().resolve("dist/app/1/test.yml")).isRegularFile();
        assertNothingChangedElsewhere();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dist/app/1", "dist/app", "dist"})
    void nothingIsWrittenOrReadThroughALinkedDirectory(String linked) throws IOException {
        Path elsewhere =
                home.resolve(Path.of("dist/app/1").subpath(Path.of(linked).getNameCount() - 1, 3));
        link(linked, home.resolve(elsewhere.getName(home.getNameCount())).toString());
        Files.createDirectories(elsewhere);
        Files.writeString(elsewhere.resolve("Dockerfile"), "token = " + SECRET + "\n");

        Result generated = program.run("generate");
        assertThat(generated.errors()).contains("remove the link", linked + " is a symbolic link");
        for (Result result : List.of(generated, program.run("generate", "--diff"), program.run("clean", "--all"))) {
            assertThat(result.output() + result.errors()).doesNotContain(SECRET);
            assertThat(result.exitCode()).as(result.toString()).isIn(0, 3);
        }
        assertThat(elsewhere)
                .isDirectoryContaining("glob:**Dockerfile")
                .isDirectoryNotContaining("glob:**test.yml")
                .isDirectoryNotContaining("glob:**.lock");
        assertThat(elsewhere.resolve("Dockerfile")).hasContent("token = " + SECRET);
        assertNothingChangedElsewhere();
    }

    @Test
    void locksAreNotTakenElsewhere() throws IOException {
        link("dist/.lock", home.resolve("lock").toString());
        link(".buildkit/services.lock", home.resolve("lock").toString());

        Result generated = program.run("generate");
        assertThat(generated.exitCode()).as(generated.toString()).isEqualTo(3);
        assertThat(generated.errors())
                .contains("cannot write dist/.lock: it is a symbolic link", "remove it; it is created again");
        assertThat(program.run("services", "down").exitCode()).isIn(0, 3);
        assertThat(home.resolve("lock")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {".buildkit", ".buildkit/registry"})
    void theStateOfServicesIsNoLink(String linked) throws IOException {
        Path registry = Files.createDirectories(home.resolve("state/registry"));
        Files.writeString(registry.resolve("file"), "precious");
        Files.setPosixFilePermissions(home.resolve("state"), PosixFilePermissions.fromString("rwxr-xr-x"));
        link(linked, (linked.equals(".buildkit") ? registry.getParent() : registry).toString());

        Result result = program.run("services", "down", "--volumes");
        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.errors()).contains("/fleet/.buildkit was moved to .buildkit.foreign-");
        assertThat(fleet.directory().resolve(".buildkit")).doesNotExist();
        assertThat(registry.resolve("file")).hasContent("precious");
        assertThat(Files.getPosixFilePermissions(home.resolve("state"))).hasSize(7);
    }

    /** {@code GET /version} of the attacker's daemon is answered, and the container "runs". */
    @Test
    void addressesOfDaemonsInTheRepositoryAreNotUsed() throws IOException {
        List<String> requests = Collections.synchronizedList(new ArrayList<>());
        HttpServer attacker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        attacker.createContext("/", exchange -> {
            requests.add(exchange.getRequestURI().toString());
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        attacker.start();
        try {
            String address = "tcp://127.0.0.1:" + attacker.getAddress().getPort();
            fleet.file(".buildkit/dind/container", address + "\nwhatever\n")
                    .file(
                            ".buildkit/services.json",
                            "{\"services\":[{\"name\":\"dind\",\"mode\":\"container\",\"address\":\"" + address
                                    + "\"}]}");
            Files.setPosixFilePermissions(
                    fleet.directory().resolve(".buildkit"), PosixFilePermissions.fromString("rwx------"));

            Result doctor = program.run("doctor");
            assertThat(doctor.output()).contains(".buildkit was not created here by this user");
            for (String[] command : new String[][] {{"services", "status"}, {"services", "logs", "dind"}}) {
                Result looking = program.run(command);
                assertThat(looking.exitCode()).as(looking.toString()).isEqualTo(3);
                assertThat(looking.errors()).contains(".buildkit was not created here by this user");
            }
            Result down = program.run("services", "down");
            assertThat(down.exitCode()).as(down.toString()).isZero();
            assertThat(down.errors())
                    .contains(".buildkit was moved to .buildkit.foreign-", "was not created here by this user");
            Result status = program.run("services", "status");
            assertThat(status.exitCode()).as(status.toString()).isZero();
            assertThat(status.output()).doesNotContain(address);
            assertThat(requests).isEmpty();
        } finally {
            attacker.stop(0);
        }
    }

    /** A checkout overwrites ignored files without a word. */
    @Test
    void aBranchDoesNotChangeTheStateOfServices() throws IOException {
        Files.createDirectory(fleet.directory().resolve(".buildkit"));
        assertThat(program.run("services", "down").exitCode()).isZero();
        Path seal = fleet.directory().resolve(".buildkit/seal");
        assertThat(seal).isRegularFile();
        fleet.file(".buildkit/services.json", "{\"services\":[]}");
        String git = "git -c user.name=x -c user.email=x@example.com";
        Tool.run(
                "sh",
                "-c",
                "cd \"$1\" && git init -q && git add images && " + git + " commit -qm main && git checkout -qb evil"
                        + " && git add -f .buildkit/services.json && " + git + " commit -qm evil && git checkout -q -"
                        + " && git checkout -q evil",
                "sh",
                fleet.directory().toString());

        Result result = program.run("services", "down");

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.errors()).contains(".buildkit was moved to", "it contains files that git wrote");
        assertThat(seal).doesNotExist();
    }

    @Test
    void certificatesAreFilesOfTheFleet() {
        fleet.file(".image-manager.yml", "registries: [{ url: ghcr.io, ca: /etc/hostname }]\n");

        for (String[] command : new String[][] {{"validate"}, {"services", "status"}}) {
            Result result = program.run(command);
            assertThat(result.exitCode()).as(result.toString()).isEqualTo(2);
            assertThat(result.errors())
                    .contains(
                            ".image-manager.yml:1:34: error: 'registries[0].ca' cannot be used: " + OUTSIDE,
                            "IMAGE_MANAGER_REGISTRIES_0__CA");
        }
        fleet.file(".image-manager.yml", "registries: [{ url: ghcr.io }]\n");
        assertThat(program.with("IMAGE_MANAGER_REGISTRIES_0__CA", "/etc/hostname")
                        .run("validate")
                        .exitCode())
                .isZero();
    }

    @Test
    void theFleetDoesNotSelectTheDockerDaemonOfTheUser() {
        fleet.file(".image-manager.yml", "services: {dind: {mode: external}}\n");

        Result result = program.with("DOCKER_HOST", null).run("services", "status");

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(3);
        assertThat(result.errors()).contains("services.dind.mode is external", "set DOCKER_HOST");
    }

    @Test
    void filesAndKeysOfTheUserAreNoSecretsOfABuild() throws IOException {
        fleet.file(
                "images/app/image.yml",
                """
                tags: [{name: "1"}]
                build:
                  secrets: [{id: a, src: ../home/secret}, {id: b, src: /proc/self/environ}]
                  ssh: ["default=/home/runner/.ssh/id_rsa"]
                """);

        Result result = program.run("build");
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(2);
        assertThat(result.errors())
                .contains(
                        "images/app/image.yml:3:26: error: the secret's file '../home/secret' is outside the fleet's",
                        "error: the secret's file '/proc/self/environ' is outside the fleet's directory");
        assertThat(program.run("validate").errors()).isEqualTo(result.errors());

        fleet.file(
                "images/app/image.yml",
                """
                tags: [{name: "1"}]
                build: {secrets: [{id: a, src: link}], ssh: ["default=/home/runner/.ssh/id_rsa"]}
                """);
        link("link", "../home/secret");
        assertThat(program.run("build").errors())
                .contains(
                        "the secret 'a' needs the file link, which cannot be used: " + OUTSIDE,
                        "'default=/home/runner/.ssh/id_rsa' is a key file or a socket")
                .doesNotContain(SECRET);
    }

    @Test
    void aTestFileGetsNoRightsOnTheMachine() {
        fleet.file(
                "images/app/test.yml",
                """
                schemaVersion: 2.0.0
                containerRunOptions:
                  user: root
                  bindMounts: ["/:/machine"]
                  envVars: [DEPLOY_TOKEN]
                commandTests: [{name: it works, command: "true"}]
                """);

        for (String command : new String[] {"test", "run"}) {
            Result result = program.run(command);
            assertThat(result.exitCode()).as(result.toString()).isEqualTo(2);
            assertThat(result.errors())
                    .contains(
                            "dist/app/1/test.yml:4:3: error: 'containerRunOptions.bindMounts'",
                            "dist/app/1/test.yml:5:3: error: 'containerRunOptions.envVars'",
                            "IMAGE_MANAGER_ALLOW=container-options");
        }
    }

    @Test
    void includesThatMultiplyEndSoon() {
        fleet.remove("images/app/Dockerfile");
        fleet.file("images/app/Dockerfile.tmpl", "FROM scratch\n{#include f1 /}\n");
        for (int i = 1; i <= 30; i++) {
            fleet.file("templates/f" + i + ".tmpl", ("{#include f" + (i + 1) + " /}\n").repeat(2));
        }
        fleet.file("templates/f31.tmpl", "# lol\n");

        Result result = program.run("validate");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.errors())
                .contains("images/app/Dockerfile.tmpl: error: it takes more than 100000 steps to render this template");
    }

    static Stream<Arguments> exhaustingFleets() {
        String tag = "tags: [{name: \"1\"}]\n";
        return Stream.of(
                arguments(
                        "images/app/image.yml",
                        "tags: [" + "{name: a},".repeat(5_000) + "]\nvariants: ["
                                + "{name: b, tag_suffix: -b},".repeat(5_000) + "]\n",
                        "tags and variants give 25005000 targets"),
                arguments("images/app/image.yml", "tags: [{name: " + "1.".repeat(500_000) + "}]\n", "OCI tag"),
                arguments("images/app/image.yml", "variables: " + "[".repeat(500_000) + "\n", "nested"),
                arguments(
                        "images/app/image.yml",
                        "name: " + "a/".repeat(500_000) + "\n" + tag,
                        "is longer than 255 characters"),
                arguments(
                        "images/app/Dockerfile",
                        "ARG a0=xxxxxxxxxx\n"
                                + IntStream.range(0, 40)
                                        .mapToObj(i -> "ARG a" + (i + 1) + ("=${a" + i + "}")
                                                + ("${a" + i + "}").repeat(2) + "\n")
                                        .collect(Collectors.joining())
                                + "FROM ${a40}\n",
                        "cannot be expanded: the result is longer than"),
                arguments("images/app/Dockerfile.tmpl", "FROM scratch\n" + "{#if x}\n".repeat(300_000), "nested"),
                arguments("images/app/Dockerfile.tmpl", "FROM scratch\n" + "{=x}\n".repeat(200_000), "more than 100"),
                arguments(".image-manager.yml", "labels: {a: \"" + "${x:".repeat(200_000) + "\"}\n", "'${'"));
    }

    @ParameterizedTest
    @MethodSource("exhaustingFleets")
    void nothingTakesForever(String file, String content, String reason) {
        fleet.file(file, content);

        Result result = program.run("validate");
        assertThat(result.exitCode()).as(result.errors()).isEqualTo(2);
        assertThat(result.errors()).contains(reason).doesNotContain("internal error");
    }

    @Test
    void credentialsOfTheUserDoNotBecomePartOfResults() throws IOException {
        fleet.remove("images/app/Dockerfile");
        fleet.file("images/app/Dockerfile.tmpl", "FROM evil.example/{=variables.t.replace('hunter','HUNT').lower}:x\n");

        fleet.file(".image-manager.yml", "variables: { t: \"${DEPLOY_TOKEN}\" }\n");
        assertNothingIsTold(
                ":1:17: error: 'variables.t' needs the environment variable DEPLOY_TOKEN, which is not listed");

        fleet.file(".image-manager.yml", "environment: [DEPLOY_TOKEN]\nvariables: { t: \"${DEPLOY_TOKEN}\" }\n");
        assertNothingIsTold(":1:15: error: 'environment[0]' lists DEPLOY_TOKEN, which is called like a credential");

        fleet.file("images/app/image.yml", "tags: [{name: \"1\"}]\nbuild: {secrets: [{id: a, env: IT_NPM}]}\n")
                .file(".image-manager.yml", "environment: [IT_NPM]\nvariables: { t: \"${IT_NPM}\" }\n");
        program.with("IT_NPM", SECRET);
        assertNothingIsTold(":1:15: error: 'environment[0]' lists IT_NPM, which is also used as a credential in"
                + " 'build.secrets[0].env' (images/app/image.yml:2:32)");

        Result allowed =
                program.with("IMAGE_MANAGER_ALLOW", "environment:IT_NPM").run("generate");
        assertThat(allowed.exitCode()).as(allowed.toString()).isZero();
        assertThat(fleet.read("dist/app/1/Dockerfile")).contains("evil.example/hunt2-hunt2:x");
    }

    private void assertNothingIsTold(String message) {
        for (String[] command : new String[][] {{"list", "--output", "json"}, {"validate"}, {"generate"}}) {
            Result result = program.run(command);
            assertThat(result.exitCode()).as(result.toString()).isEqualTo(2);
            assertThat(result.errors()).contains(".image-manager.yml" + message);
            assertThat((result.output() + result.errors()).toLowerCase(Locale.ROOT))
                    .doesNotContain(SECRET, "hunt2");
        }
        assertThat(fleet.exists("dist")).isFalse();
    }

    @Test
    void credentialsAreNotForAnAddressThatTheNetworkReads() {
        fleet.file(
                ".image-manager.yml",
                """
                build_registry: evil.example:5000
                registries: [{ url: "evil.example:5000", insecure: true, username: "${USER:x}", password: "${DEPLOY_TOKEN}" }]
                cache: { endpoint: "http://evil.example", access_key: "${DEPLOY_TOKEN}", secret_key: x }
                """);

        for (String command : new String[] {"validate", "list", "generate", "build"}) {
            Result result = program.run(command);
            assertThat(result.exitCode()).as(result.toString()).isEqualTo(2);
            assertThat(result.errors())
                    .contains(
                            ".image-manager.yml:2:52: error: 'registries[0]' has credentials, but 'insecure: true' would"
                                    + " send them over plain HTTP to another machine");
            assertThat(result.output() + result.errors()).doesNotContain(SECRET);
        }
    }

    @Test
    void whatAFleetTakesFromTheEnvironmentIsShownWithoutValues() throws IOException {
        fleet.file(
                        ".image-manager.yml",
                        """
                        environment: [IT_REGION]
                        labels: { region: "${IT_REGION}" }
                        registries: [{ url: ghcr.io, username: me, password: "${DEPLOY_TOKEN}" }]
                        """)
                .file("images/app/image.yml", "tags: [{name: \"1\"}]\nbuild: {secrets: [{id: a, env: IT_NPM}]}\n");
        program.with("IT_REGION", "in-the-north");

        Result result = program.run("validate");
        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.errors())
                .contains(
                        ".image-manager.yml:3:54: note: 'registries[0].password' takes the environment variable"
                                + " DEPLOY_TOKEN",
                        "images/app/image.yml:2:32: note: 'build.secrets[0].env' takes the environment variable IT_NPM",
                        ".image-manager.yml:2:19: note: 'labels.region' takes the environment variable IT_REGION")
                .doesNotContain(SECRET, "in-the-north");

        Result json = program.run("validate", "--output", "json");
        JsonNode document = new ObjectMapper().readTree(json.output());
        assertThat(document.at("/valid").asBoolean()).isTrue();
        assertThat(document.at("/environment")).hasSize(3);
        assertThat(document.at("/environment/0"))
                .hasToString("{\"variable\":\"DEPLOY_TOKEN\",\"key\":\"registries[0].password\","
                        + "\"file\":\".image-manager.yml\",\"line\":3,\"column\":54}");
        assertThat(json.output()).doesNotContain(SECRET, "in-the-north");
    }

    @Test
    void aCredentialIsMaskedInWhateverIsShown() throws IOException {
        fleet.file(
                        ".image-manager.yml",
                        "registries: [{ url: ghcr.io, username: me, password: \"${DEPLOY_TOKEN}\" }]\n")
                .image(
                        "app",
                        "1",
                        "FROM example.org/" + SECRET + ":1\nLABEL a=" + SECRET.toUpperCase(Locale.ROOT) + "\n");

        Result list = program.run("list", "--output", "json");
        assertThat(new ObjectMapper()
                        .readTree(list.output())
                        .at("/targets/0/externalBases/0")
                        .asText())
                .isEqualTo("example.org/***:1");
        assertThat(program.run("generate", "--diff").output()).contains("+FROM example.org/***:1", "+LABEL a=***");
        assertThat(program.run("list", SECRET).errors()).contains("'***'").doesNotContain(SECRET);
    }

    @Test
    void namesOfFilesNeedNotBeText() {
        program.with("LC_ALL", "C");
        assertThat(program.run("generate").exitCode()).isZero();
        fleet.file("dist/odd/1/build.json", "{\"apiVersion\": \"image-manager/v1\", \"target\": \"odd:1\"}");
        giveABadName("dist/odd");
        assertThat(program.run("clean", "--all").exitCode()).isZero();

        fleet.file("templates/odd/part.tmpl", "LABEL a=b\n")
                .file("templates/part.tmpl", "")
                .file("images/app/Dockerfile.tmpl", "FROM scratch\n{#include part /}\n");
        fleet.remove("images/app/Dockerfile");
        giveABadName("templates/odd");
        Tool.run("sh", "-c", "cd \"$1\" && ln -sf odd*/part.tmpl part.tmpl", "sh", fleet.directory() + "/templates");
        assertRefused("images/app/Dockerfile.tmpl:2:", "the include 'part' has a path that is not UTF-8");

        fleet.remove("images/app/Dockerfile.tmpl");
        fleet.image("app", "1", "FROM scratch\n").image("odd", "1", "FROM scratch\n");
        giveABadName("images/odd");
        assertRefused("/image.yml: error: the path of this definition has bytes that are not UTF-8");
    }

    @Test
    void aNameThatUtf8DoesNotHaveIsRefused() {
        fleet.file(
                "images/app/image.yml",
                "tags: [{name: \"1\"}]\ntemplate: \"\\uD83D.tmpl\"\nbuild: {secrets: [{id: a, src: \"\\uD83D\"}]}\n");

        assertRefused(
                "images/app/image.yml:2:11: error: 'template' has characters that file names cannot have",
                "images/app/image.yml:3:32: error: 'build.secrets[0].src' has characters that",
                "use only characters that UTF-8 has");
    }

    private void giveABadName(String file) {
        Tool.run("sh", "-c", "mv \"$1\" \"$1$(printf '\\377')\"", "sh", fleet.directory() + "/" + file);
    }

    private void assertRefused(String... messages) {
        Result result = program.run("generate");
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(2);
        assertThat(result.errors()).contains(messages);
    }

    private void assertNothingChangedElsewhere() {
        assertThat(home.resolve("secret")).hasContent("token = " + SECRET);
    }
}
