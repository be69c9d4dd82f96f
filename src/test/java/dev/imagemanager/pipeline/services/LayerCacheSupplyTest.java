package dev.imagemanager.pipeline.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.TestFleet;
import dev.imagemanager.config.FleetConfig.Secret;
import dev.imagemanager.model.settings.CacheSettings;
import dev.imagemanager.model.settings.CacheSettings.Keys;
import dev.imagemanager.model.settings.CacheSettings.ObjectStore;
import dev.imagemanager.model.settings.ServiceMode;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.services.ServiceStatus.State;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The layer cache's service, which nothing fails without. */
class LayerCacheSupplyTest {

    private static final ObjectStore OWN = new ObjectStore(
            "http://127.0.0.1:3900", "cache", "garage", Optional.of(new Keys("a", new Secret("b"))), true);

    @TempDir
    Path directory;

    private final FakeServices fake = new FakeServices();
    private final List<String> notes = new ArrayList<>();
    private TestFleet fleet;
    private FleetServices services;

    @BeforeEach
    void createFleet() {
        fleet = TestFleet.small(directory);
        services = new FleetServices(fleet.loader(), fake, fake, new ServiceAddresses(), fake);
        fake.has(ServiceName.REGISTRY, ServiceMode.EXTERNAL, State.RUNNING, "localhost:5050");
        fake.store = Optional.of(OWN);
    }

    private void listen(PipelineEvent event) {
        if (event instanceof PipelineEvent.Noted noted) {
            notes.add(noted.problem().toString());
        }
    }

    private CacheSettings supply() throws InterruptedException {
        return services.supply(
                        directory,
                        fleet.generate().fleet().settings(),
                        EnumSet.of(ServiceName.REGISTRY, ServiceName.GARAGE, ServiceName.BUILDKITD),
                        this::listen)
                .cache();
    }

    private List<String> started() {
        return fake.calls.stream().filter(call -> call.startsWith("start")).toList();
    }

    @Test
    void itIsStartedBeforeTheBuilderThatGetsItsKeys() throws InterruptedException {
        assertThat(supply()).isEqualTo(OWN);
        assertThat(started())
                .containsExactly("start garage with localhost:5050", "start buildkitd with localhost:5050");
    }

    @Test
    void whereItCannotBeStartedBuildsGoOnWithANote() throws InterruptedException {
        fake.obstacles.put(
                ServiceName.GARAGE, Problem.error("garage is not on the PATH").withHint("mend it"));

        assertThat(supply()).isInstanceOf(CacheSettings.OwnService.class);
        assertThat(started()).containsExactly("start buildkitd with localhost:5050");
        assertThat(notes).containsExactly("builds go on without the layer cache: garage is not on the PATH (mend it)");
    }

    @Test
    void whoAsksForItByNameIsToldThatItCannotBeStarted() {
        fake.obstacles.put(
                ServiceName.GARAGE, Problem.error("garage is not on the PATH").withHint("mend it"));

        assertThatThrownBy(() -> services.up(directory, List.of(ServiceName.GARAGE), this::listen))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("garage is not on the PATH");
    }

    @Test
    void allServicesAreUpWithoutItWhereItCannotBeStarted() throws InterruptedException {
        fake.obstacles.put(
                ServiceName.GARAGE, Problem.error("garage is not on the PATH").withHint("mend it"));
        fake.has(ServiceName.DIND, ServiceMode.EXTERNAL, State.RUNNING, "unix:///docker.sock");
        fake.whenLookedAt.put(
                ServiceName.GARAGE,
                new ServiceStatus(ServiceName.GARAGE, ServiceMode.EXTERNAL, State.STOPPED, "http://127.0.0.1:3900"));

        assertThat(services.up(directory, List.of(), this::listen)).hasSize(4);
        assertThat(notes).hasSize(1);
    }

    @Test
    void aBuilderOfSomebodyElseDoesNotKnowItsKeys() throws InterruptedException {
        fake.has(ServiceName.BUILDKITD, ServiceMode.EXTERNAL, State.RUNNING, "tcp://box:1234");

        assertThat(supply()).isInstanceOf(CacheSettings.OwnService.class);
        assertThat(started()).isEmpty();
        assertThat(notes).isEmpty();
    }

    @Test
    void aConfiguredOneIsUsedWithAnyBuilder() throws InterruptedException {
        fleet.with(".image-manager.yml", "cache: {endpoint: http://s3, access_key: a, secret_key: b}\n");
        fake.has(ServiceName.BUILDKITD, ServiceMode.EXTERNAL, State.RUNNING, "tcp://box:1234");
        fake.has(ServiceName.GARAGE, ServiceMode.EXTERNAL, State.RUNNING, "http://s3");

        assertThat(supply())
                .isEqualTo(new ObjectStore(
                        "http://s3", "buildkit-cache", "us-east-1", Optional.of(new Keys("a", new Secret("b"))), true));
        assertThat(started()).isEmpty();
    }

    @Test
    void whatIsSwitchedOffIsNotStarted() throws InterruptedException {
        fleet.with(".image-manager.yml", "cache: false\n");

        assertThat(supply()).isInstanceOf(CacheSettings.SwitchedOff.class);
        assertThat(started()).containsExactly("start buildkitd with localhost:5050");
    }

    @Test
    void oneThatIsSaidToBeElsewhereNeedsAnEndpoint() throws InterruptedException {
        fake.has(ServiceName.GARAGE, ServiceMode.EXTERNAL, State.RUNNING, "http://127.0.0.1:3900");

        assertThat(supply()).isInstanceOf(CacheSettings.OwnService.class);
        assertThat(notes).singleElement().asString().contains("set 'cache' to its endpoint");
    }

    @Test
    void whoLooksIntoItNeedsNoBuilder() throws InterruptedException {
        assertThat(services.supplyCache(directory, this::listen)).isEqualTo(OWN);
        assertThat(started()).containsExactly("start garage with localhost:5050");
    }
}
