package dev.imagemanager.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.it.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Aliases that say what real images have, looked at in a real Docker daemon. */
@ExtendWith(RealTools.class)
@ResourceLock(RealTools.DOCKER)
class MeasuredAliasesIT {

    private static final String NAME = "it-" + UUID.randomUUID().toString().substring(0, 8) + "/app";

    private static final String DOCKERFILE =
            """
            FROM debian:bookworm-slim
            RUN printf '%s\\nmore\\n' VERSION > /etc/app-version && ln -s app-version /etc/version && ln -s loop /etc/loop
            LABEL org.example.version="VERSION"
            ENTRYPOINT ["/bin/false"]
            """;

    @TempDir
    Path directory;

    private FleetFiles fleet(String aliases, String version) throws IOException {
        return new FleetFiles(Files.createDirectories(directory.resolve("fleet")))
                .file(
                        "images/app/image.yml",
                        "name: " + NAME + "\ntests: optional\ntags: [{ name: edge }]\naliases:\n" + aliases.indent(2))
                .file("images/app/Dockerfile", DOCKERFILE.replace("VERSION", version));
    }

    private static Result succeeds(Result result) {
        assertThat(result.exitCode()).as("%s", result).isZero();
        return result;
    }

    private static List<String> tags(RealRegistry registry) {
        return given().get("http://" + registry.host() + "/v2/" + NAME + "/tags/list")
                .jsonPath()
                .getList("tags", String.class);
    }

    @Test
    void tagsSayWhatIsInside() throws Exception {
        try (RealRegistry registry = RealRegistry.forAll(directory.resolve("registry"), false);
                RealRegistry production = RealRegistry.forAll(directory.resolve("production"), false)) {
            FleetFiles fleet = fleet(
                    """
                    "debian-{=output}": { run: [cat, /etc/debian_version] }
                    "file-{=output}": { file: /etc/version }
                    "label-{=output}": { label: org.example.version }
                    "os{= output }": { run: [sh, -c, "echo 12; echo to be ignored >&2; ls /sys/class/net"] }
                    """,
                    "3.11.2");
            Program program = new Program(fleet.directory());
            succeeds(program.run("run"));

            succeeds(program.run("publish", "--to", registry.host()));

            assertThat(tags(registry)).hasSize(5).contains("edge", "file-3.11.2", "label-3.11.2", "os12");
            assertThat(tags(registry)).anyMatch(tag -> tag.matches("debian-12\\.[0-9]+"));
            RegistryContent content = new RegistryContent(registry.host(), NAME);
            assertThat(content.digest("file-3.11.2")).isEqualTo(content.digest("edge"));
            Path record = fleet.directory().resolve("dist/" + NAME + "/edge/aliases.json");
            assertThat(new ObjectMapper()
                            .readTree(record.toFile())
                            .at("/outputs/1/output")
                            .asText())
                    .isEqualTo("3.11.2");
            assertThat(fleet.directory().resolve("dist/.tests"))
                    .as("nothing is left in the daemon")
                    .doesNotExist();

            Program withoutDaemon = new Program(fleet.directory()).with("DOCKER_HOST", "tcp://127.0.0.1:1");
            succeeds(withoutDaemon.run("publish", "--to", production.host()));
            assertThat(tags(production)).as("remembered").containsExactlyInAnyOrderElementsOf(tags(registry));

            Files.delete(record);
            Result missing = withoutDaemon.run("publish", "--to", production.host());
            assertThat(missing.exitCode()).as("%s", missing).isEqualTo(3);

            fleet("\"file-{=output}\": { file: /etc/version }\n", "3.12.0");
            succeeds(program.run("run"));
            succeeds(program.run("publish", "--to", registry.host()));
            assertThat(content.digest("file-3.12.0")).isEqualTo(content.digest("edge"));
            assertThat(content.digest("file-3.11.2")).isNotEqualTo(content.digest("edge"));

            Files.delete(record);
            succeeds(program.run("publish", "--from", registry.host(), "--to", production.host()));
            assertThat(tags(production)).as("of a published image").contains("file-3.12.0");
        }
    }

    @Test
    void whatAnImageCannotTellWithholdsIt() throws Exception {
        try (RealRegistry registry = RealRegistry.forAll(directory.resolve("registry"), false)) {
            Program program = new Program(fleet("", "3+4").directory());
            succeeds(program.run("run"));
            Map<String, String> expected = Map.of(
                    "{ run: [cat, /etc/version] }", "'a-3+4' is not a valid OCI tag",
                    "{ file: /etc/version }", "'a-3+4' is not a valid OCI tag",
                    "{ label: org.example.other }", "it has no 'org.example.other'",
                    "{ file: /etc/missing }", "there is no file '/etc/missing'",
                    "{ file: /etc/loop }", "the Docker daemon cannot read '/etc/loop': ",
                    "{ file: /etc }", "'/etc' is not a file",
                    "{ run: [missing, --version] }", "'missing' cannot be started: ",
                    "{ run: [sh, -c, 'echo no >&2; exit 7'] }", "'sh' ended with exit code 7: 'no'",
                    "{ run: [sh, -c, 'yes | head -c 100000000'] }", "",
                    "{ run: ['true'] }", "it is empty");
            for (Map.Entry<String, String> mistake : expected.entrySet()) {
                fleet("\"a-{=output}\": " + mistake.getKey() + "\n", "3+4");

                Result result = program.run("publish", "--to", registry.host());

                if (mistake.getValue().isEmpty()) {
                    succeeds(result);
                } else {
                    assertThat(result.exitCode()).as("%s", result).isEqualTo(1);
                    assertThat(result.output() + result.errors())
                            .contains(mistake.getValue(), "images/app/image.yml:5:3: error: " + NAME + ":edge is not");
                }
            }
            assertThat(tags(registry)).containsExactlyInAnyOrder("edge", "a-y");
        }
    }
}
