package dev.imagemanager.infra.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.TestFleet;
import dev.imagemanager.file.CurrentUser;
import dev.imagemanager.infra.credentials.DockerConfig;
import dev.imagemanager.infra.linux.ListeningProcesses;
import dev.imagemanager.pipeline.doctor.Finding;
import dev.imagemanager.pipeline.doctor.Finding.Verdict;
import dev.imagemanager.pipeline.doctor.HealthCheck;
import dev.imagemanager.pipeline.doctor.HealthCheck.Subject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disk, control groups, ports, credential helpers and proxies of a machine that is a directory. */
class MachineChecksTest {

    @TempDir
    Path root;

    private FakeMachine machine;

    @BeforeEach
    void makeMachine() {
        machine = new FakeMachine(root);
    }

    private static List<Finding> examine(HealthCheck check, String... addresses) {
        try {
            return check.examine(FakeMachine.subject(addresses));
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    void theUserAndTheDirectoriesThatCountAreShown() throws IOException {
        Path home = Files.createDirectory(root.resolve("home"));
        machine.environment().set("HOME", home.toString());
        machine.environment().set("XDG_STATE_HOME", "relative");
        List<Finding> findings =
                examine(new UserCheck(machine.environment(), new DockerConfig(machine.environment()), home));
        assertThat(findings).extracting(Finding::verdict).containsOnly(Verdict.OK);
        assertThat(findings.get(0).message()).startsWith(CurrentUser.name()).endsWith(", home " + home);
        assertThat(findings)
                .contains(
                        Finding.ok("tools", "in " + root.resolve("cache/image-manager")),
                        Finding.ok("state", "in " + home.resolve(".local/state/image-manager")),
                        Finding.ok(
                                "Docker's configuration",
                                root.resolve("docker/config.json") + ", which does not exist"),
                        Finding.ok("temporary files", "in " + home));
    }

    @Test
    void directoriesThatCannotBeUsedAreNamedWithTheirVariable() {
        Path nowhere = machine.file("/file", "").root().resolve("file/nowhere");
        machine.environment().set("HOME", nowhere.toString());
        assertThat(examine(new UserCheck(
                        machine.environment(), new DockerConfig(machine.environment()), root.resolve("missing"))))
                .contains(
                        Finding.warning(
                                "state",
                                nowhere + "/.local/state/image-manager cannot be created",
                                "check the permissions, or set XDG_STATE_HOME to another directory"),
                        Finding.failed(
                                "temporary files",
                                root.resolve("missing") + " does not exist",
                                "set TMPDIR to another directory"))
                .anySatisfy(finding ->
                        assertThat(finding.message()).endsWith(", home " + nowhere + ", which does not exist"));
    }

    @Test
    void diskSpaceHasTwoLimits() {
        for (long[] limit :
                new long[][] {{499_999_999, 2}, {500_000_000, 1}, {4_999_999_999L, 1}, {5_000_000_000L, 0}}) {
            List<Finding> findings = examine(new DiskSpaceCheck(Path.of("/tmp"), directory -> limit[0]));
            assertThat(findings)
                    .as("%d bytes", limit[0])
                    .extracting(Finding::verdict)
                    .containsOnly(Verdict.values()[(int) limit[1]]);
        }
        assertThat(examine(new DiskSpaceCheck(Path.of("/tmp"), directory -> 12_345_678_901L)))
                .containsExactly(
                        Finding.ok("disk space for dist", "12.3 GB free in /fleet/dist"),
                        Finding.ok("disk space for temporary files", "12.3 GB free in /tmp"));
    }

    @Test
    void aDirectoryThatIsStillToBeMadeIsOnItsParentsDisk() {
        examine(new DiskSpaceCheck(root.resolve("not/there"), directory -> {
            assertThat(directory).exists();
            return 1;
        }));
    }

    @Test
    void aDiskThatDoesNotSayIsAWarning() {
        assertThat(examine(new DiskSpaceCheck(root, directory -> {
                    throw new UncheckedIOException(new IOException("stale handle"));
                })))
                .extracting(Finding::verdict)
                .containsOnly(Verdict.WARNING);
    }

    private Finding controlGroups(boolean isLinux) {
        return examine(new ControlGroupCheck(machine.files(), isLinux)).get(0);
    }

    @Test
    void controlGroupsHaveTwoVersions() {
        assertThat(controlGroups(false).verdict()).isEqualTo(Verdict.OK);
        assertThat(controlGroups(true).verdict()).isEqualTo(Verdict.WARNING);

        machine.file("/sys/fs/cgroup/memory/tasks", "");
        assertThat(controlGroups(true).message()).startsWith("version 1");

        machine.file("/sys/fs/cgroup/cgroup.controllers", "cpu io memory pids");
        assertThat(controlGroups(true)).isEqualTo(Finding.ok("cgroups", "version 2"));
    }

    /** Port 5050 is 13BA. */
    private void listens(int pid, String name, String table) throws IOException {
        machine.file(
                        table,
                        """
                          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
                           0: 0100007F:13BA 0100007F:A000 01 00000000:00000000 00:00000000 00000000     0        0 99 1
                           1: 0100007F:13BA 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4242 1
                        """)
                .file("/proc/" + pid + "/comm", name + "\n")
                .file("/proc/self-no-number/comm", "other\n");
        Path descriptors = Files.createDirectories(root.resolve("proc/" + pid + "/fd"));
        Files.createSymbolicLink(descriptors.resolve("0"), Path.of("/dev/null"));
        Files.createSymbolicLink(descriptors.resolve("7"), Path.of("socket:[4242]"));
    }

    private List<Finding> ports(int taken, String... addresses) {
        return examine(new PortsCheck(new ListeningProcesses(machine.files(), port -> port != taken)), addresses);
    }

    @Test
    void freePortsAreFine() {
        assertThat(ports(0))
                .extracting(Finding::message)
                .containsExactly(
                        "free for buildkitd",
                        "free for the build registry",
                        "free for the layer cache",
                        "free for the Docker daemon for tests");
    }

    @Test
    void aServiceInUseMayHaveItsPort() throws IOException {
        listens(321, "registry", "/proc/net/tcp");

        assertThat(ports(5050, "localhost:5050").get(1))
                .isEqualTo(Finding.ok("port 5050", "used by registry (process 321): the build registry"));
        assertThat(ports(5050, "localhost:5051").get(1))
                .as("of another fleet")
                .isEqualTo(Finding.ok(
                        "port 5050", "used by registry (process 321); the build registry uses the next free port"));
    }

    @Test
    void configuredPortsAreLookedAtInstead() throws InterruptedException {
        TestFleet fleet = TestFleet.small(root.resolve("fleet"))
                .with(".image-manager.yml", "services: { registry: { port: 5055 }, garage: { port: 5056 } }\n");
        PortsCheck check = new PortsCheck(new ListeningProcesses(machine.files(), port -> port < 5055));

        assertThat(check.examine(new Subject(root, fleet.generate().fleet().settings())))
                .filteredOn(finding -> finding.verdict() == Verdict.WARNING)
                .containsExactly(
                        Finding.warning(
                                "port 5055",
                                "used by a process of another user, but configured for the build registry",
                                "stop that program, or set services.registry.port to another port"),
                        Finding.warning(
                                "port 5056",
                                "used by a process of another user, but configured for the layer cache",
                                "stop that program, or set services.garage.port to another port"));
        fleet.with(".image-manager.yml", "build_registry: false\n");
        assertThat(check.examine(new Subject(root, fleet.generate().fleet().settings())))
                .extracting(Finding::message)
                .noneMatch(message -> message.contains("the build registry"));
    }

    @Test
    void anotherProcessOnAPortIsNamed() throws IOException {
        listens(321, "registry", "/proc/net/tcp6");
        ListeningProcesses processes = new ListeningProcesses(machine.files(), port -> false);

        assertThat(processes.ownerOf(5050)).contains("registry (process 321)");
        assertThat(processes.ownerOf(5051)).isEmpty();
        assertThat(ports(8372).get(0))
                .isEqualTo(Finding.ok(
                        "port 8372", "used by a process of another user; buildkitd uses the next free port"));
    }

    @Test
    void realPortsAreTriedToo() throws IOException {
        ListeningProcesses processes = new ListeningProcesses();
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
            assertThat(processes.isFree(port)).isFalse();
        }
        assertThat(processes.isFree(port)).isTrue();
    }

    private List<Finding> helpers() {
        return examine(new CredentialProgramsCheck(new DockerConfig(machine.environment()), machine.executables()));
    }

    @Test
    void noHelpersIsFine() {
        assertThat(helpers()).containsExactly(Finding.ok("credential helpers", "none configured"));
    }

    @Test
    void helpersMustBePrograms() {
        machine.file(
                        "/docker/config.json",
                        """
                        {"credsStore": "desktop", "credHelpers": {"ghcr.io": "gh", "b.example": "gh", "a.example": ""}}
                        """)
                .program("docker-credential-gh");

        List<Finding> findings = helpers();

        assertThat(findings).extracting(Finding::verdict).containsExactly(Verdict.WARNING, Verdict.OK);
        assertThat(findings.get(0).message())
                .isEqualTo("docker-credential-desktop is missing; " + root
                        + "/docker/config.json uses it for all registries");
        assertThat(findings.get(1).message()).isEqualTo("docker-credential-gh for ghcr.io, b.example is installed");
    }

    @Test
    void aDamagedConfigurationIsAWarning() {
        machine.file("/docker/config.json", "{");
        assertThat(helpers()).extracting(Finding::verdict).containsExactly(Verdict.WARNING);
    }

    private List<Finding> proxies() {
        return examine(new ProxyCheck(machine.environment()));
    }

    @Test
    void proxiesAreShownWithoutAccounts() {
        assertThat(proxies()).containsExactly(Finding.ok("proxy", "none configured"));

        machine.environment().set("HTTP_PROXY", "http://me:secret@proxy.example:3128");
        machine.environment().set("https_proxy", "proxy.example:3129");
        machine.environment().set("NO_PROXY", "localhost,.example");

        List<Finding> findings = proxies();

        assertThat(findings).extracting(Finding::verdict).containsExactly(Verdict.WARNING, Verdict.OK, Verdict.OK);
        assertThat(findings.toString())
                .contains("http://proxy.example:3128", "http://proxy.example:3129", "localhost,.example")
                .doesNotContain("secret", "me:");
    }

    @Test
    void proxiesThatContradictEachOtherOrAreNoneAreWarnings() {
        machine.environment().set("HTTP_PROXY", "http://a.example:1");
        machine.environment().set("http_proxy", "http://b.example:1");
        machine.environment().set("HTTPS_PROXY", "http://secret @:x");

        List<Finding> findings = proxies();

        assertThat(findings).extracting(Finding::verdict).containsOnly(Verdict.WARNING);
        assertThat(findings.get(0).message()).startsWith("HTTP_PROXY and http_proxy differ");
        assertThat(findings.get(1).message()).isEqualTo("HTTPS_PROXY is set, but is not a valid address");
    }
}
