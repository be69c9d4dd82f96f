package dev.imagemanager.pipeline.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.model.settings.SettingsResolver;
import dev.imagemanager.pipeline.doctor.HealthCheck.Subject;
import dev.imagemanager.pipeline.tools.FakeToolStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The fake's tools are pinned at 1.2.0. */
class ToolsCheckTest {

    private static Finding of(FakeToolStore tools) throws InterruptedException {
        return new ToolsCheck(tools)
                .examine(new Subject(Path.of("/fleet"), SettingsResolver.defaults()))
                .get(0);
    }

    @Test
    void thePinnedVersionAndLaterOnesAreFine() throws InterruptedException {
        assertThat(of(new FakeToolStore().found("saw", "1.2.0")))
                .isEqualTo(Finding.ok("saw", "version 1.2.0 in /bin/saw"));
        assertThat(of(new FakeToolStore().found("saw", "1.10.0")))
                .isEqualTo(Finding.ok("saw", "version 1.10.0 in /bin/saw"));
    }

    @Test
    void anOlderVersionIsAWarning() throws InterruptedException {
        assertThat(of(new FakeToolStore().found("saw", "1.1.9")))
                .isEqualTo(Finding.warning(
                        "saw",
                        "version 1.1.9 in /bin/saw is older than 1.2.0, the version that image-manager expects",
                        "update it; the PATH takes precedence over 'tools install'"));
    }

    @Test
    void aVersionThatCannotBeComparedIsNotOlder() throws InterruptedException {
        assertThat(of(new FakeToolStore().found("saw", "1.1")).verdict()).isEqualTo(Finding.Verdict.OK);
    }

    @Test
    void aToolThatDoesNotRunIsAWarning() throws InterruptedException {
        assertThat(of(new FakeToolStore().found("saw", null)).message())
                .isEqualTo("/bin/saw does not print its version");
    }

    @Test
    void onlyARequiredToolThatIsMissingIsAFailure() throws InterruptedException {
        assertThat(of(new FakeToolStore().missing("saw", true)))
                .isEqualTo(
                        Finding.failed("saw", "missing; it is needed to use a saw", "image-manager tools install saw"));
        assertThat(of(new FakeToolStore().missing("saw", false)).verdict()).isEqualTo(Finding.Verdict.WARNING);
    }
}
