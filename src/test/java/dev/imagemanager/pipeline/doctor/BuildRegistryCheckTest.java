package dev.imagemanager.pipeline.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.TestFleet;
import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.build.ImageStores;
import dev.imagemanager.pipeline.doctor.HealthCheck.Subject;
import dev.imagemanager.pipeline.services.Provided;
import dev.imagemanager.pipeline.services.Whereabouts;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildRegistryCheckTest {

    private static final ImageStores ABSENT = (directory, registry) -> {
        throw new EnvironmentException(Problem.error("nothing answers there"));
    };

    @TempDir
    Path directory;

    private List<Finding> findings(String settings, Set<ServiceName> startable, ImageStores stores)
            throws InterruptedException {
        FleetSettings resolved = TestFleet.small(directory)
                .with(".image-manager.yml", settings)
                .generate()
                .fleet()
                .settings();
        return new BuildRegistryCheck(stores)
                .examine(new Subject(
                        directory, resolved, new Whereabouts(Provided.bySettings(resolved), startable, Set.of())));
    }

    @Test
    void oneThatIsAskedForHasToAnswer() throws InterruptedException {
        assertThatThrownBy(() -> findings("build_registry: registry.example\n", Set.of(), ABSENT))
                .isInstanceOf(EnvironmentException.class);
        assertThatThrownBy(() -> findings("services: {registry: {mode: external}}\n", Set.of(), ABSENT))
                .isInstanceOf(EnvironmentException.class);
        assertThat(findings("build_registry: registry.example\n", Set.of(), (directory, registry) -> null))
                .containsExactly(Finding.ok("build registry", "registry.example answers"));
    }

    @Test
    void oneThatNobodyAskedForCanBeDoneWithout() throws InterruptedException {
        assertThat(findings("", Set.of(), ABSENT))
                .singleElement()
                .satisfies(finding -> assertThat(finding.verdict()).isEqualTo(Finding.Verdict.WARNING))
                .satisfies(finding -> assertThat(finding.toString())
                        .contains(
                                "registry does not answer at localhost:5050",
                                "builds store their images in dist/.images"));
        assertThat(findings("", Set.of(ServiceName.REGISTRY), ABSENT))
                .containsExactly(Finding.ok("build registry", "not running; started when needed"));
    }

    @Test
    void whereItIsSwitchedOffNothingIsLookedFor() throws InterruptedException {
        assertThat(findings("build_registry: false\n", Set.of(), ABSENT))
                .containsExactly(
                        Finding.ok("build registry", "switched off: builds store their images in dist/.images"));
    }
}
