package dev.imagemanager.infra.buildkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.TestFleet;
import dev.imagemanager.model.settings.ServiceMode;
import dev.imagemanager.pipeline.doctor.Finding;
import dev.imagemanager.pipeline.doctor.HealthCheck.Subject;
import dev.imagemanager.pipeline.services.FakeServices;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrySettingsCheckTest {

    @TempDir
    Path directory;

    private Finding finding(String settings, ServiceMode mode) throws InterruptedException {
        TestFleet fleet = TestFleet.small(directory).with(".image-manager.yml", settings);
        return new RegistrySettingsCheck(FakeServices.withBuildkitd(mode))
                .examine(new Subject(directory, fleet.generate().fleet().settings()))
                .get(0);
    }

    @Test
    void anotherOnesDaemonHasToBeTold() throws InterruptedException {
        Finding finding = finding("mirrors: { docker.io: mirror.example/hub }\n", ServiceMode.EXTERNAL);

        assertThat(finding.verdict()).isEqualTo(Finding.Verdict.WARNING);
        assertThat(finding.remedy().orElseThrow())
                .startsWith("its buildkitd.toml must contain:\n[registry.\"docker.io\"]\n")
                .contains("  mirrors = [\"mirror.example/hub\"]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "registries: [{ url: localhost:5000 }, { url: ghcr.io/acme }]\n"})
    void whatEveryDaemonKnowsNeedsNoWords(String settings) throws InterruptedException {
        assertThat(finding(settings, ServiceMode.EXTERNAL).verdict()).isEqualTo(Finding.Verdict.OK);
    }

    @Test
    void oneOfOursIsTold() throws InterruptedException {
        assertThat(finding("registries: [{ url: plain.example, insecure: true }]\n", ServiceMode.PROCESS))
                .isEqualTo(Finding.ok("registry settings", "part of the configuration of buildkitd"));
    }
}
