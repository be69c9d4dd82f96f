package dev.imagemanager.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.it.Program.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The registry that a fleet starts for itself serves only the fleet's account. */
class RegistryAccountIT extends OwnServices {

    private static final Pattern STARTED = Pattern.compile("started registry \\(process, (localhost:\\d+)\\)");

    private OwnAccount account() {
        return new OwnAccount(directory);
    }

    private static String registryOf(Result result) {
        Matcher started = STARTED.matcher(result.errors());
        assertThat(started.find()).as("%s", result).isTrue();
        return started.group(1);
    }

    private static void assertRefuses(String registry) {
        for (String path : List.of("/v2/", "/v2/_catalog", "/v2/app/tags/list")) {
            assertThat(given().get("http://" + registry + path).statusCode())
                    .as(path)
                    .isEqualTo(401);
        }
    }

    /** Whether a file has the password, as it is or as it is sent. */
    private boolean hasPassword(Path file) {
        try {
            String content = Files.readString(file, StandardCharsets.ISO_8859_1);
            String sent = account().user() + ":" + account().password();
            return content.contains(account().password())
                    || content.contains(Base64.getEncoder().encodeToString(sent.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private List<String> registryProcesses() {
        return processes().stream()
                .filter(arguments -> arguments.contains("/registry/config.yml"))
                .toList();
    }

    @Test
    void whatIsBuiltIsOnlyForTheAccount() throws IOException {
        Result built = succeeds(run("build"));

        String registry = registryOf(built);
        assertRefuses(registry);
        assertThat(given().auth()
                        .preemptive()
                        .basic(account().user(), "0".repeat(64))
                        .get("http://" + registry + "/v2/")
                        .statusCode())
                .isEqualTo(401);
        assertThat(fleet.read("dist/child/1/build.json"))
                .contains(account().crane(registry, "digest", "--insecure", registry + "/child:1"));
        for (String file : List.of("user", "password", "htpasswd")) {
            assertThat(Files.getPosixFilePermissions(directory.resolve(".buildkit/registry/" + file)))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }

        Result again = succeeds(run("build", "--force"));
        assertThat(again.errors()).doesNotContain("started ");
        assertThat(succeeds(run("sbom")).output()).contains("2 ok");
        assertThat(built.toString() + again).doesNotContain(account().password());
        assertThat(Tool.run("ps", "-eo", "args")).doesNotContain(account().password());
        assertThat(hasPassword(Path.of("/proc/" + pidOf("registry").split(" ")[0] + "/environ")))
                .isFalse();
        assertThat(hasPassword(Path.of("/proc/" + pidOf("buildkitd").split(" ")[0] + "/environ")))
                .isFalse();
        assertThat(fleet.all("dist").filter(Files::isRegularFile)).noneMatch(this::hasPassword);
        assertThat(Stream.concat(fleet.all(".buildkit/registry"), fleet.all(".buildkit/buildkitd/log"))
                        .filter(Files::isRegularFile)
                        .filter(this::hasPassword)
                        .map(file -> directory.relativize(file).toString()))
                .containsExactly(".buildkit/registry/password");
    }

    @Test
    void aRegistryWithoutAnAccountOfAnEarlierVersionIsReplaced() throws IOException {
        succeeds(run("build"));
        String before = pidOf("registry");
        for (String file : List.of("user", "password", "htpasswd")) {
            Files.delete(directory.resolve(".buildkit/registry/" + file));
        }

        Result next = succeeds(run("build"));

        assertThat(next.output()).contains("2 up to date");
        String registry = registryOf(next);
        assertThat(pidOf("registry")).isNotEqualTo(before);
        assertRefuses(registry);
        assertThat(account().crane(registry, "ls", "--insecure", registry + "/app"))
                .isNotEmpty();
        assertThat(registryProcesses()).hasSize(1);
    }

    @Test
    void aRegistryThatDoesNotTakeTheAccountIsReplacedAtOnce() {
        succeeds(run("services", "up", "registry"));
        String before = pidOf("registry");
        fleet.file(".buildkit/registry/password", "0".repeat(64) + "\n");

        assertThat(succeeds(run("services", "status")).output()).containsPattern("registry +process +stopped");
        String next = registryOf(succeeds(run("services", "up", "registry")));
        assertThat(account().crane(next, "catalog", "--insecure", next)).isEmpty();
        assertThat(pidOf("registry")).isNotEqualTo(before);
        assertThat(registryProcesses()).hasSize(1);
        assertThat(succeeds(run("services", "up", "registry")).errors()).isEmpty();
    }

    @Test
    void theAccountStaysUntilItsDataIsRemoved() {
        succeeds(run("services", "up", "registry"));
        String password = account().password();
        succeeds(run("services", "down"));
        succeeds(run("services", "up", "registry"));
        assertThat(account().password()).isEqualTo(password);

        succeeds(run("services", "down", "--volumes"));
        assertThat(directory.resolve(".buildkit/registry")).doesNotExist();
        succeeds(run("services", "up", "registry"));
        assertThat(account().password()).isNotEqualTo(password);
    }
}
