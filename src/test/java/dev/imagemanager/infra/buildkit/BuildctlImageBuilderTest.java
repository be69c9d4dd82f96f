package dev.imagemanager.infra.buildkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.imagemanager.TestDigests;
import dev.imagemanager.TestSeals;
import dev.imagemanager.infra.credentials.CredentialProgram;
import dev.imagemanager.infra.credentials.DockerConfig;
import dev.imagemanager.infra.credentials.RegistryAccounts;
import dev.imagemanager.infra.doctor.FakeMachine;
import dev.imagemanager.infra.http.Backoff;
import dev.imagemanager.infra.process.ProcessRunner;
import dev.imagemanager.infra.tool.ToolCatalog;
import dev.imagemanager.model.Definition;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.BuilderEndpoint;
import dev.imagemanager.model.settings.BuilderSettings;
import dev.imagemanager.model.settings.CacheSettings;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.build.BuildContext;
import dev.imagemanager.pipeline.build.ImageBuilder;
import dev.imagemanager.pipeline.cache.CacheUse;
import dev.imagemanager.pipeline.step.TimeLimitException;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.UnreachableException;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With a script in the place of buildctl. */
@Timeout(60)
class BuildctlImageBuilderTest {

    private static final String ADDRESS = "unix:///run/buildkitd.sock";

    @TempDir
    Path root;

    private FakeMachine machine;

    @BeforeEach
    void makeMachine() {
        machine = new FakeMachine(root);
    }

    private RegistryAccounts accounts() {
        return new RegistryAccounts(
                new DockerConfig(machine.environment()),
                new CredentialProgram(new ProcessRunner(), machine.executables()));
    }

    private final List<Duration> pauses = new ArrayList<>();

    private Duration timeLimit = Duration.ofMinutes(1);
    private boolean wantsProvenance;

    private BuildctlImageBuilder builder() {
        return new BuildctlImageBuilder(
                new ProcessRunner(),
                machine.executables(),
                accounts(),
                TestSeals.states(),
                new ToolCatalog(),
                machine.environment());
    }

    /** Lines of a buildctl that writes what it is asked for, and says that it was the build {@code abc123}. */
    private static String writing(String metadata) {
        return """
                while [ $# -gt 0 ]; do
                    case "$1" in
                        --metadata-file) echo '%s' > "$2" ;;
                        --ref-file) printf abc123 > "$2" ;;
                        type=docker,*) echo archive > "${1##*,dest=}" ;;
                    esac
                    shift
                done
                """
                .formatted(metadata);
    }

    private static String writing(Digest digest) {
        return writing("{\"containerimage.digest\": \"" + digest + "\"}");
    }

    private ImageBuilder.Built build(String metadata) throws InterruptedException {
        machine.program("buildctl", writing(metadata));
        return connected().build(request(List.of(), Optional.empty()), (line, isInternal) -> {});
    }

    private ImageBuilder.Builder connected() {
        return new BuildctlBuilder(
                new ProcessRunner(),
                accounts(),
                TestSeals.states(),
                new Buildctl(root.resolve("bin/buildctl"), ADDRESS, Optional.empty()),
                new Backoff(pauses::add, () -> 0),
                new Starts(),
                new ImageBuilder.Identity("v0.26.3", Platform.LINUX_AMD64));
    }

    private ImageBuilder.Request request(List<Registry> registries, Optional<CacheUse> cache) {
        return new ImageBuilder.Request(
                new TargetName("app", "1"),
                Platform.LINUX_AMD64,
                root.resolve("fleet/dist/app/1/Dockerfile"),
                new BuildContext.Folder(root.resolve("fleet/images/app"), "0a"),
                new Definition.BuildOptions(Optional.empty(), List.of(), List.of()),
                root.resolve("fleet"),
                Map.of(),
                Map.of(),
                Map.of(),
                Optional.of(root.resolve("fleet/dist/app/1/image.tar")),
                List.of(),
                registries,
                true,
                cache,
                timeLimit,
                wantsProvenance,
                0);
    }

    @Test
    void anImageHasTheDigestOfTheMetadata() throws InterruptedException {
        Digest digest = TestDigests.of("image");

        assertThat(build("{\"containerimage.digest\": \"" + digest + "\", \"other\": 1}"))
                .isEqualTo(new ImageBuilder.Built(digest, Optional.empty(), Optional.empty()));
        assertThat(root.resolve("fleet/dist/app/1/image.tar")).hasContent("archive");
    }

    /** The daemon's record of the build refers to a statement, which has the values of arguments. */
    @Test
    void theProvenanceIsReadFromTheHistoryOfTheDaemon() throws IOException, InterruptedException {
        machine.program(
                "buildctl",
                """
                case "$4" in
                    histories) case "$6" in
                        *'eq .Ref "abc123"'*) echo '%2$s' ;;
                    esac ;;
                    get) [ "$5" = %1$s ] && echo '%3$s' ;;
                    *)
                        %4$s ;;
                esac
                """
                        .formatted(
                                TestDigests.of("statement"),
                                TestDigests.of("statement") + " https://slsa.dev/provenance/v0.2",
                                "{\"builder\":{\"id\":\"\"},\"buildType\":\"b\",\"materials\":[{\"uri\":\"pkg:docker/a\"}],"
                                        + "\"invocation\":{\"parameters\":{\"frontend\":\"dockerfile.v0\",\"args\":"
                                        + "{\"build-arg:https_proxy\":\"http://me:secret@proxy\"}},\"environment\":"
                                        + "{\"platform\":\"linux/amd64\"}},\"buildConfig\":{\"llbDefinition\":[]},\"metadata\":"
                                        + "{\"buildStartedOn\":\"2026-11-27T10:00:00Z\",\"completeness\":{\"parameters\":true}}}",
                                writing(TestDigests.of("statement")).strip()));
        wantsProvenance = true;
        List<String> log = new ArrayList<>();

        ImageBuilder.Built built =
                connected().build(request(List.of(), Optional.empty()), (line, isInternal) -> log.add(line));

        assertThat(log).isEmpty();
        assertThat(built.provenance().orElseThrow().predicateType()).isEqualTo("https://slsa.dev/provenance/v0.2");
        assertThat(built.provenance().orElseThrow().predicate())
                .hasToString(
                        "{\"builder\":{\"id\":\"\"},\"buildType\":\"b\",\"materials\":[{\"uri\":\"pkg:docker/a\"}],"
                                + "\"invocation\":{\"parameters\":{\"frontend\":\"dockerfile.v0\"},\"environment\":"
                                + "{\"platform\":\"linux/amd64\"}},\"metadata\":{\"buildStartedOn\":\"2026-11-27T10:00:00Z\","
                                + "\"completeness\":{\"parameters\":false}}}");
    }

    @Test
    void anImageIsBuiltAlsoWhenTheHistoryOfTheDaemonCannotBeRead() throws InterruptedException {
        wantsProvenance = true;
        List<String> log = new ArrayList<>();
        Digest digest = TestDigests.of("image");
        for (String answers : List.of(
                "echo 'error: unknown command' >&2; exit 1",
                "echo nonsense",
                "echo " + digest + " https://slsa.dev/provenance/v1")) {
            machine.program(
                    "buildctl",
                    """
                    [ "$3" = debug ] && { %s; exit 0; }
                    %s
                    """
                            .formatted(answers, writing(digest)));
            assertThat(connected().build(request(List.of(), Optional.empty()), (line, isInternal) -> log.add(line)))
                    .isEqualTo(new ImageBuilder.Built(digest, Optional.empty(), Optional.empty()));
        }
        String warning = "WARNING: the provenance of the image will not have what BuildKit says: ";
        assertThat(log)
                .containsExactly(
                        warning + "error: unknown command",
                        warning + "the daemon keeps no provenance of the build",
                        warning + "the daemon sent something else");
    }

    /** The first solve does not find a layer in the cache, so that there is a second one. */
    @Test
    void everySolveGetsTheAccounts() throws IOException, InterruptedException {
        Digest digest = TestDigests.of("image");
        machine.program(
                "buildctl",
                """
                cat "$DOCKER_CONFIG/config.json" >> %1$s/configs
                while [ $# -gt 0 ]; do
                    case "$1" in
                        --import-cache) echo 'error: failed to solve: short read: expected 2 bytes' >&2; exit 1 ;;
                        --metadata-file) metadata=$2 ;;
                        type=docker,*) archive=${1##*,dest=} ;;
                    esac
                    shift
                done
                echo archive > "$archive"
                echo '{"containerimage.digest": "%2$s"}' > "$metadata"
                """
                        .formatted(root, digest));
        CacheUse cache = new CacheUse(
                new CacheSettings.ObjectStore("http://127.0.0.1:1", "b", "r", Optional.empty(), true),
                "app",
                List.of("1"),
                Optional.empty());
        Registry own = Registry.at("localhost:5050").with(Optional.of(new Registry.Credentials("user", "password")));
        TestSeals.states()
                .create(Files.createDirectories(root.resolve("fleet")))
                .of(ServiceName.BUILDKITD)
                .write("host-aliases", ADDRESS + "\nlocalhost:5050 registry:5000\n");

        ImageBuilder.Built built = connected().build(request(List.of(own), Optional.of(cache)), (line, internal) -> {});

        assertThat(built.digest()).isEqualTo(digest);
        assertThat(root.resolve("configs"))
                .hasContent("{\"auths\":{\"registry:5000\":{\"auth\":\"dXNlcjpwYXNzd29yZA==\"}}}".repeat(2));
    }

    @Test
    void aDockerConfigurationThatIsNotJsonIsNamed() {
        machine.file("/docker/config.json", "{ secret");
        Registry own = Registry.at("localhost:5050").with(Optional.of(new Registry.Credentials("user", "password")));

        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> connected().build(request(List.of(own), Optional.empty()), (line, internal) -> {}))
                .withMessageContaining("the build of app:1 failed: ")
                .withMessageContaining("config.json cannot be read as JSON")
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("secret"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "{\"containerimage.digest\": null}",
                "{\"containerimage.digest\": \"\"}",
                "{\"containerimage.digest\": \"sha256:short\"}",
                "{\"containerimage.config.digest\": "
                        + "\"sha256:0000000000000000000000000000000000000000000000000000000000000000\"}",
            })
    void aBuildWithoutADigestFails(String metadata) {
        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> build(metadata))
                .withMessageContaining("the build of app:1 failed: the BuildKit daemon at " + ADDRESS
                        + " did not return the image's digest")
                .withMessageContaining("use BuildKit 0.12 or later");
        assertThat(root.resolve("fleet/dist/app/1")).isEmptyDirectory();
    }

    @Test
    void theDaemonsPlatformIsInTheUsualForm() throws InterruptedException {
        machine.program(
                "buildctl",
                """
                echo '[{"platforms": [{"os": "linux", "architecture": "arm64", "variant": "v8"}],'
                echo '  "buildkitVersion": {"version": "v0.26.3"}}]'
                """);

        ImageBuilder.Builder builder = builder().connect(new BuilderEndpoint(ADDRESS, Optional.empty()), root);

        assertThat(builder.identity()).isEqualTo(new ImageBuilder.Identity("v0.26.3", Platform.parse("linux/arm64")));
    }

    @ParameterizedTest
    @CsvSource({
        "tcp://builder:1, --tlscacert ROOT/ca --tlscert ROOT/me --tlskey ROOT/key --tlsservername builders",
        "unix:///run/other.sock, ''",
    })
    void certificatesAreForConnectionsOverTcp(String address, String options) throws InterruptedException, IOException {
        machine.program(
                "buildctl",
                """
                echo "$*" > "%s"
                echo '[{"platforms": [{"os": "linux", "architecture": "amd64"}], "buildkitVersion": {"version": "v1"}}]'
                """
                        .formatted(root.resolve("arguments")));
        for (String file : List.of("ca", "me", "key")) {
            Files.writeString(root.resolve(file), "");
        }

        builder().connect(new BuilderEndpoint(address, Optional.of(tls())), root);

        assertThat(Files.readString(root.resolve("arguments")))
                .startsWith(("--addr " + address + " " + options.replace("ROOT", root.toString())).strip()
                        + " debug workers");
    }

    private BuilderSettings.Tls tls() {
        return new BuilderSettings.Tls(
                Optional.of(root.resolve("ca")),
                Optional.of(new BuilderSettings.Client(root.resolve("me"), root.resolve("key"))),
                Optional.of("builders"));
    }

    @Test
    void filesForAConnectionAreCheckedBeforeIt() throws IOException {
        machine.program("buildctl", "echo called > " + root.resolve("called"));
        Files.createDirectory(root.resolve("me"));
        Files.writeString(root.resolve("key"), "");

        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> builder().connect(new BuilderEndpoint("tcp://builder:1", Optional.of(tls())), root))
                .satisfies(failure -> assertThat(failure.problems())
                        .extracting(Problem::message)
                        .containsExactly(
                                "'builder_tls.ca' names " + root.resolve("ca") + ", which does not exist",
                                "'builder_tls.cert' names " + root.resolve("me") + ", which is not a file"));
        assertThat(root.resolve("called")).doesNotExist();
    }

    @Test
    void aDaemonThatDoesNotAnswerIsUnreachable() {
        machine.program("buildctl", "echo 'error: failed to list workers: connection refused' >&2; exit 1");

        assertThatExceptionOfType(UnreachableException.class)
                .isThrownBy(() -> builder().connect(new BuilderEndpoint(ADDRESS, Optional.empty()), root))
                .satisfies(failure ->
                        assertThat(failure.reason()).isEqualTo("failed to list workers: connection refused"));
    }

    @Test
    void withoutADaemonTheVersionOfItsClientIsAssumed() throws InterruptedException {
        assertThat(builder().assumed().version()).matches("v[0-9.]+");
        machine.program("buildctl", "[ \"$*\" = --version ] && echo buildctl github.com/moby/buildkit v0.26.3 abcdef");

        assertThat(builder().assumed()).isEqualTo(new ImageBuilder.Identity("v0.26.3", Platform.ofThisMachine()));
    }

    @Test
    void anotherAddressOrClientMayBeAnotherBuilder() {
        String none = builder().origin();
        machine.program("buildctl", "");
        String first = builder().origin();
        assertThat(builder().origin()).isEqualTo(first).isNotEqualTo(none);
        machine.environment().set("BUILDKIT_HOST", ADDRESS);
        String configured = builder().origin();
        assertThat(configured).isNotEqualTo(first);
        machine.program("buildctl", "# another one");

        assertThat(builder().origin()).isNotEqualTo(configured);
    }

    /** buildctl tells the daemon to stop when it is asked to end. What it waits for may be ended before it. */
    @Test
    void aBuildThatTakesTooLongIsCancelled() {
        machine.program(
                "buildctl",
                """
                trap 'echo asked to end > "%s"; exit 1' TERM
                echo '{"vertexes": [{"digest": "a", "name": "[1/2] FROM base", "started": "2026-01-01T00:00:00Z", \
                    "completed": "2026-01-01T00:00:01Z"}, \
                    {"digest": "b", "name": "[2/2] RUN wait", "started": "2026-01-01T00:00:01Z"}], \
                    "logs": [{"vertex": "b", "stream": 1, "data": "d2FpdGluZwo="}]}' >&2
                sleep 60 & wait
                sleep 5 & wait
                """
                        .formatted(root.resolve("signals")));
        timeLimit = Duration.ofSeconds(1);

        assertThatExceptionOfType(TimeLimitException.class)
                .isThrownBy(() -> connected().build(request(List.of(), Optional.empty()), (line, isInternal) -> {}))
                .satisfies(tooSlow -> {
                    assertThat(tooSlow.place()).hasValue("[2/2] RUN wait");
                    assertThat(tooSlow.lastLines()).containsExactly("waiting");
                });
        assertThat(root.resolve("signals")).hasContent("asked to end");
        assertThat(root.resolve("fleet/dist/app/1")).isEmptyDirectory();
    }

    /** @param error of each solve; a solve without one succeeds */
    private void solvesEndWith(String... errors) {
        StringBuilder script = new StringBuilder("echo solve >> " + root.resolve("solves") + "\n"
                + "count=$(grep -c solve " + root.resolve("solves") + ")\n");
        for (int i = 0; i < errors.length; i++) {
            script.append("[ $count -eq " + (i + 1) + " ] && { echo '" + errors[i] + "' >&2; exit 1; }\n");
        }
        machine.program(
                "buildctl",
                script
                        + """
                        while [ $# -gt 0 ]; do
                            case "$1" in
                                --metadata-file) metadata=$2 ;;
                                type=docker,*) archive=${1##*,dest=} ;;
                            esac
                            shift
                        done
                        echo archive > "$archive"
                        echo '{"containerimage.digest": "%s"}' > "$metadata"
                        """
                                .formatted(TestDigests.of("image")));
    }

    private static final String BUSY =
            "error: failed to solve: failed to push localhost:5050/app:1: unexpected status from"
                    + " PUT request to http://localhost:5050/v2/app/manifests/1: 503 Service Unavailable";

    private ImageBuilder.Built built(List<String> told) throws InterruptedException {
        return connected().build(request(List.of(), Optional.empty()), (line, isInternal) -> told.add(line));
    }

    @Test
    void aRequestThatFailsIsMadeAgain() throws InterruptedException {
        solvesEndWith(BUSY, BUSY);
        List<String> told = new ArrayList<>();

        assertThat(built(told).digest()).isEqualTo(TestDigests.of("image"));
        assertThat(pauses).containsExactly(Duration.ofMillis(125), Duration.ofMillis(500));
        assertThat(told).contains("a request failed, which may pass; trying again in 125 ms (attempt 2 of 4)");
    }

    @Test
    void aRequestThatGoesOnFailingIsGivenUp() {
        solvesEndWith(BUSY, BUSY, BUSY, BUSY, BUSY);

        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> built(new ArrayList<>()))
                .withMessageContaining("503 Service Unavailable");
        assertThat(root.resolve("solves")).hasContent("solve\nsolve\nsolve\nsolve");
    }

    @Test
    void aStepThatFailsRunsOnce() {
        solvesEndWith(
                "error: failed to solve: process \"/bin/sh -c curl http://x\" did not complete successfully: exit code: 7",
                BUSY);

        assertThatExceptionOfType(ImageBuilder.BuildFailedException.class).isThrownBy(() -> built(new ArrayList<>()));
        assertThat(root.resolve("solves")).hasContent("solve");
        assertThat(pauses).isEmpty();
    }
}
