package dev.imagemanager.infra.structuretest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.FakeEnvironment;
import dev.imagemanager.TestSeals;
import dev.imagemanager.infra.credentials.CredentialProgram;
import dev.imagemanager.infra.credentials.DockerConfig;
import dev.imagemanager.infra.credentials.RegistryAccounts;
import dev.imagemanager.infra.doctor.FakeMachine;
import dev.imagemanager.infra.http.EnvironmentProxies;
import dev.imagemanager.infra.http.OutgoingHttp;
import dev.imagemanager.infra.process.ProcessRunner;
import dev.imagemanager.infra.registry.RegistryClient;
import dev.imagemanager.infra.tool.ToolCatalog;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What decides the result of a test beside its image and its file. */
class StructureTestImageTesterTest {

    @TempDir
    Path root;

    private FakeMachine machine;

    private StructureTestImageTester tester() {
        FakeEnvironment environment = machine.environment();
        RegistryAccounts accounts = new RegistryAccounts(
                new DockerConfig(environment), new CredentialProgram(new ProcessRunner(), machine.executables()));
        return new StructureTestImageTester(
                new ProcessRunner(),
                machine.executables(),
                environment,
                TestSeals.states(),
                new ToolCatalog(),
                new RegistryClient(accounts, new OutgoingHttp(new EnvironmentProxies(environment))),
                accounts);
    }

    @Test
    void theVersionOfTheProgramCounts() throws InterruptedException {
        machine = new FakeMachine(root);
        String pinned = tester().identity().orElseThrow();
        assertThat(pinned).matches("container-structure-test v[0-9.]+ \\(1\\)");

        machine.program("container-structure-test", "echo v9.8.7");
        assertThat(tester().identity()).hasValue("container-structure-test v9.8.7 (1)");
        machine.program("container-structure-test", "echo no version");
        assertThat(tester().identity()).isEmpty();
    }

    @Test
    void whatAPermissionAllowsDependsOnTheMachine() {
        machine = new FakeMachine(root);
        byte[] harmless = "containerRunOptions: {user: root}\n".getBytes(StandardCharsets.UTF_8);
        byte[] mount = "containerRunOptions: {bindMounts: ['/:/machine']}\n".getBytes(StandardCharsets.UTF_8);
        assertThat(tester().check(Path.of("test.yml"), mount)).hasSize(1);

        machine.environment().set("IMAGE_MANAGER_ALLOW", "container-options");
        assertThat(tester().check(Path.of("test.yml"), mount)).isEmpty();
        assertThat(tester().dependence(mount))
                .hasValue("its test file has containerRunOptions that depend on the machine");
        assertThat(tester().dependence(harmless)).isEmpty();
    }
}
