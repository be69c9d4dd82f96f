package dev.imagemanager.infra.sbom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.TestDigests;
import dev.imagemanager.infra.credentials.CredentialProgram;
import dev.imagemanager.infra.credentials.DockerConfig;
import dev.imagemanager.infra.credentials.RegistryAccounts;
import dev.imagemanager.infra.doctor.FakeMachine;
import dev.imagemanager.infra.process.ProcessRunner;
import dev.imagemanager.infra.tool.ToolCatalog;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.pipeline.build.PinnedImage;
import dev.imagemanager.pipeline.sbom.PackageScanner.Request;
import dev.imagemanager.pipeline.sbom.PackageScanner.Scan;
import dev.imagemanager.pipeline.step.TimeLimitException;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.ImageReference;
import dev.imagemanager.reference.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What syft is told. That it does so is shown by SbomIT. */
@Timeout(60)
class SyftPackageScannerTest {

    private static final Digest DIGEST = TestDigests.of("app");

    /** Notes its arguments and variables, and writes both files. */
    private static final String WRITING =
            """
            [ "$1" != --version ] || { echo "syft 1.2.3"; exit; }
            echo "$*" > %1$s/arguments
            env > %1$s/variables
            pwd > %1$s/directory
            [ -z "$DOCKER_CONFIG" ] || cat "$DOCKER_CONFIG/config.json" > %1$s/accounts
            for argument; do
              case $argument in
                spdx-json@2.3=*) printf spdx > "${argument#*=}" ;;
                cyclonedx-json@1.6=*) printf cyclonedx > "${argument#*=}" ;;
              esac
            done
            """;

    @TempDir
    Path root;

    private FakeMachine machine;

    @BeforeEach
    void makeMachine() {
        machine = new FakeMachine(root);
        machine.program("syft", WRITING.formatted(root));
        // Programs of the script.
        machine.environment().set("PATH", root.resolve("bin") + ":/usr/bin:/bin");
    }

    private SyftPackageScanner scanner() {
        return new SyftPackageScanner(
                new ProcessRunner(),
                machine.executables(),
                new ToolCatalog(),
                new RegistryAccounts(
                        new DockerConfig(machine.environment()),
                        new CredentialProgram(new ProcessRunner(), machine.executables())));
    }

    private Scan scan(Registry registry) throws InterruptedException {
        return scanner()
                .connect(Optional.of(registry))
                .scan(new Request(
                        new TargetName("app", "1"),
                        Platform.LINUX_AMD64,
                        new PinnedImage.InRegistry(new ImageReference(
                                Optional.of(registry.host()), "team/app", Optional.empty(), Optional.of(DIGEST))),
                        Duration.ofSeconds(30)));
    }

    private String noted(String file) {
        try {
            return Files.readString(root.resolve(file)).strip();
        } catch (IOException missing) {
            throw new AssertionError(file + " was not written", missing);
        }
    }

    @Test
    void itsVersionIsThatOfTheProgramOrOfTheOneThatCanBeInstalled() throws InterruptedException {
        assertThat(scanner().identity().orElseThrow()).hasToString("syft 1.2.3");
        machine.program("syft", "echo no version");
        assertThat(scanner().identity()).isEmpty();
        assertThatThrownBy(() -> scanner().connect(Optional.empty()))
                .hasMessageContaining("cannot be found out: it prints 'no version'");
        machine.environment().set("PATH", root.resolve("nowhere").toString());
        assertThat(scanner().identity().orElseThrow().toString()).matches("syft [0-9.]+");
        assertThatThrownBy(() -> scanner().connect(Optional.empty()))
                .isInstanceOfSatisfying(EnvironmentException.class, missing -> assertThat(
                                missing.problems().get(0).toString())
                        .isEqualTo("syft is needed to list the packages of images, but is not on the PATH (run"
                                + " 'image-manager tools install syft', or install syft and add its directory to the"
                                + " PATH)"));
    }

    @Test
    void anImageOfARegistryIsReadByDigestInBothFormatsAtOnce() throws InterruptedException {
        Scan scan = scan(Registry.at("localhost:5050"));

        assertThat(scan.spdx()).asString().isEqualTo("spdx");
        assertThat(scan.cycloneDx()).asString().isEqualTo("cyclonedx");
        assertThat(noted("arguments"))
                .startsWith("scan --config ")
                .contains("--source-name app --source-version 1 ")
                .endsWith("--from registry localhost:5050/team/app@" + DIGEST);
        assertThat(noted("variables"))
                .contains("SYFT_REGISTRY_INSECURE_USE_HTTP=true")
                .doesNotContain("SYFT_REGISTRY_INSECURE_SKIP_TLS_VERIFY", "SYFT_REGISTRY_CA_CERT");
        assertThat(Path.of(noted("directory")))
                .as("the directory that it worked in")
                .doesNotExist();
    }

    @Test
    void accountsAreInAPrivateFileAndNowhereElse() throws InterruptedException {
        Registry registry = new Registry(
                "registry.example.com",
                "team",
                Optional.of(new Registry.Credentials("robot", "s3cret")),
                Registry.Transport.TLS,
                Optional.of(root.resolve("ca.pem")));

        scan(registry);

        assertThat(noted("accounts")).contains("registry.example.com").contains("cm9ib3Q6czNjcmV0");
        assertThat(noted("arguments")).doesNotContain("s3cret", "cm9ib3Q6czNjcmV0", "robot");
        assertThat(noted("variables"))
                .doesNotContain("s3cret", "cm9ib3Q6czNjcmV0", "INSECURE")
                .contains("SYFT_REGISTRY_CA_CERT=" + root.resolve("ca.pem"));
    }

    @Test
    void certificatesAreNotVerifiedWhereNobodyWantsThat() throws InterruptedException {
        scan(new Registry("registry.example.com", "", Optional.empty(), Registry.Transport.INSECURE, Optional.empty()));

        assertThat(noted("variables"))
                .contains("SYFT_REGISTRY_INSECURE_USE_HTTP=true", "SYFT_REGISTRY_INSECURE_SKIP_TLS_VERIFY=true");
    }

    private EnvironmentException failure(String script) {
        machine.program("syft", "[ \"$1\" != --version ] || { echo 1.2.3; exit; }\n" + script);
        try {
            scan(Registry.at("localhost:5050"));
            throw new AssertionError("it did not fail");
        } catch (EnvironmentException failure) {
            return failure;
        } catch (InterruptedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Test
    void itsLastWordsAreShownIfItFails() {
        assertThat(failure(
                                "printf '[0000]  WARN first\\n\\n[0001] ERROR \\033[31mno such image\\033[0m\\n' >&2; exit 1")
                        .problems()
                        .get(0)
                        .toString())
                .isEqualTo("the scan of app:1 for linux/amd64 failed: syft ended with exit code 1: first; no such image"
                        + " (check that the image can be read: 'image-manager build app:1' restores one that is lost)");
        assertThat(failure("echo 'GET https://x/v2/: UNAUTHORIZED: authentication required' >&2; exit 1")
                        .problems()
                        .get(0)
                        .hint()
                        .orElseThrow())
                .startsWith("credentials are missing or wrong");
        assertThat(failure("exit 0").getMessage()).contains("syft ended without an error, but wrote no spdx.json");
        assertThat(failure("yes | head -c 20000000; exit 1").getMessage()).contains("printed more than 8 MiB");
    }

    @Test
    void aFileThatIsTooLargeIsNotRead() {
        assertThat(failure(
                                """
                                for argument; do
                                  case $argument in *.json) truncate -s 65M "${argument#*=}" ;; esac
                                done
                                """)
                        .getMessage())
                .contains("it is larger than 64 MiB");
    }

    @Test
    void itIsStoppedAfterItsTime() {
        machine.program("syft", "[ \"$1\" != --version ] || { echo 1.2.3; exit; }\necho reading\nexec sleep 60");
        assertThatThrownBy(() -> scanner()
                        .connect(Optional.empty())
                        .scan(new Request(
                                new TargetName("app", "1"),
                                Platform.LINUX_AMD64,
                                new PinnedImage.InRegistry(new ImageReference(
                                        Optional.of("localhost:5050"), "app", Optional.empty(), Optional.of(DIGEST))),
                                Duration.ofMillis(300))))
                .isInstanceOf(TimeLimitException.class);
    }
}
