package dev.imagemanager.pipeline.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.TestFleet;
import dev.imagemanager.TestSigningKeys;
import dev.imagemanager.model.settings.SettingsResolver;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryCheckTest {

    @TempDir
    Path directory;

    private final TestSigningKeys keys = TestSigningKeys.create();
    private TestFleet fleet;

    @BeforeEach
    void makeFleet() {
        fleet = TestFleet.small(directory);
    }

    private List<Finding> examine(String settings) {
        fleet.with(".image-manager.yml", settings).with("memory.pub", keys.publicPem());
        return new MemoryCheck()
                .examine(new HealthCheck.Subject(directory, SettingsResolver.resolve(fleet.settings(), directory)));
    }

    @Test
    void keysAreTried() {
        assertThat(examine("keep_archives: true\n")).isEmpty();
        assertThat(examine("memory: {public_key: memory.pub}\n"))
                .containsExactly(Finding.ok("keys of 'memory'", "entries must be signed; this machine adds none"));
        fleet.withVariable("IMAGE_MANAGER_MEMORY_KEY", keys.privatePem());
        assertThat(examine("memory: {public_key: memory.pub}\n"))
                .containsExactly(Finding.ok("keys of 'memory'", "entries are signed"));
        assertThat(examine("memory: {public_key: none.pub}\n")).singleElement().satisfies(finding -> {
            assertThat(finding.verdict()).isEqualTo(Finding.Verdict.FAILED);
            assertThat(finding.message()).contains("none.pub, which cannot be read");
        });
    }
}
