package dev.imagemanager.pipeline.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.config.FleetConfig.Secret;
import dev.imagemanager.model.settings.CacheSettings.Keys;
import dev.imagemanager.model.settings.CacheSettings.ObjectStore;
import dev.imagemanager.model.settings.ServiceMode;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.services.ServiceStatus.State;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The layer cache's service, which nothing fails without. */
class LayerCacheSupplyTest extends ServicesOfFleet {

    private static final ObjectStore OWN = new ObjectStore(
            "http://127.0.0.1:3900", "cache", "garage", Optional.of(new Keys("a", new Secret("b"))), true);

    @BeforeEach
    void aRegistryAndTheKeysToAStore() {
        fake.has(ServiceName.REGISTRY, ServiceMode.EXTERNAL, State.RUNNING, "localhost:5050");
        fake.store = Optional.of(OWN);
    }

    private Optional<ObjectStore> supply() throws InterruptedException {
        return provide(EnumSet.of(ServiceName.REGISTRY, ServiceName.GARAGE, ServiceName.BUILDKITD))
                .cache();
    }

    private List<String> notes() {
        return events.stream()
                .filter(PipelineEvent.Noted.class::isInstance)
                .map(event -> ((PipelineEvent.Noted) event).problem().toString())
                .toList();
    }

    private List<String> started() {
        return fake.calls.stream().filter(call -> call.startsWith("start")).toList();
    }

    @Test
    void itIsStartedBeforeTheBuilderThatGetsItsKeys() throws InterruptedException {
        assertThat(supply()).contains(OWN);
        assertThat(started())
                .containsExactly("start garage with localhost:5050", "start buildkitd with localhost:5050");
    }

    @Test
    void whereItCannotBeStartedBuildsGoOnWithANote() throws InterruptedException {
        fake.obstacles.put(
                ServiceName.GARAGE, Problem.error("garage is not on the PATH").withHint("mend it"));

        assertThat(supply()).isEmpty();
        assertThat(started()).containsExactly("start buildkitd with localhost:5050");
        assertThat(notes())
                .containsExactly("builds continue without the layer cache: garage is not on the PATH (mend it)");
    }

    @Test
    void whoAsksForItByNameIsToldThatItCannotBeStarted() {
        fake.obstacles.put(
                ServiceName.GARAGE, Problem.error("garage is not on the PATH").withHint("mend it"));

        assertThatThrownBy(() -> up(ServiceName.GARAGE))
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

        assertThat(up()).hasSize(4);
        assertThat(notes()).hasSize(1);
    }

    @Test
    void aBuilderOfSomebodyElseDoesNotKnowItsKeys() throws InterruptedException {
        fake.has(ServiceName.BUILDKITD, ServiceMode.EXTERNAL, State.RUNNING, "tcp://box:1234");

        assertThat(supply()).isEmpty();
        assertThat(started()).isEmpty();
        assertThat(notes()).isEmpty();
    }

    @Test
    void aConfiguredOneIsUsedWithAnyBuilder() throws InterruptedException {
        fleet.with(".image-manager.yml", "cache: {endpoint: http://s3, access_key: a, secret_key: b}\n");
        fake.has(ServiceName.BUILDKITD, ServiceMode.EXTERNAL, State.RUNNING, "tcp://box:1234");
        fake.has(ServiceName.GARAGE, ServiceMode.EXTERNAL, State.RUNNING, "http://s3");

        assertThat(supply())
                .contains(new ObjectStore(
                        "http://s3", "buildkit-cache", "us-east-1", Optional.of(new Keys("a", new Secret("b"))), true));
        assertThat(started()).isEmpty();
    }

    @Test
    void whatIsSwitchedOffIsNotStarted() throws InterruptedException {
        fleet.with(".image-manager.yml", "cache: false\n");

        assertThat(supply()).isEmpty();
        assertThat(started()).containsExactly("start buildkitd with localhost:5050");
    }

    @Test
    void oneThatIsSaidToBeElsewhereNeedsAnEndpoint() throws InterruptedException {
        fake.has(ServiceName.GARAGE, ServiceMode.EXTERNAL, State.RUNNING, "http://127.0.0.1:3900");

        assertThat(supply()).isEmpty();
        assertThat(notes()).singleElement().asString().contains("set 'cache' to its endpoint");
    }

    @Test
    void whoLooksIntoItIsToldWhyThereIsNone() throws InterruptedException {
        fake.store = Optional.empty();
        assertThatThrownBy(() -> provider.provideCache(directory, events::add))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("the fleet's own layer cache has no keys");

        fleet.with(".image-manager.yml", "cache: false\n");
        assertThatThrownBy(() -> provider.provideCache(directory, events::add))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the layer cache is switched off");
    }

    @Test
    void whoLooksIntoItNeedsNoBuilder() throws InterruptedException {
        assertThat(provider.provideCache(directory, events::add)).isEqualTo(OWN);
        assertThat(started()).containsExactly("start garage with localhost:5050");
    }
}
