package dev.imagemanager.pipeline.services;

import static dev.imagemanager.model.settings.ServiceName.BUILDKITD;
import static dev.imagemanager.model.settings.ServiceName.DIND;
import static dev.imagemanager.model.settings.ServiceName.GARAGE;
import static dev.imagemanager.model.settings.ServiceName.REGISTRY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.TestFleet;
import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.model.settings.ServiceMode;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.JsonDocument;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.services.ServiceStatus.State;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetServicesTest {

    @TempDir
    Path directory;

    private final FakeServices fake = new FakeServices();
    private final ServiceAddresses addresses = new ServiceAddresses();
    private final List<PipelineEvent> events = new ArrayList<>();
    private TestFleet fleet;
    private FleetServices services;

    @BeforeEach
    void createFleet() {
        fleet = TestFleet.small(directory);
        services = new FleetServices(fleet.loader(), fake, fake, addresses, fake);
    }

    private FleetSettings supply(Set<ServiceName> needed) throws InterruptedException {
        return services.supply(directory, fleet.generate().fleet().settings(), needed, events::add);
    }

    @Test
    void whatIsThereIsUsedWithoutAnyFuss() throws InterruptedException {
        fake.has(REGISTRY, ServiceMode.EXTERNAL, State.STOPPED, "registry:5000");
        fake.has(BUILDKITD, ServiceMode.PROCESS, State.RUNNING, "unix:///here");

        FleetSettings settings = supply(EnumSet.of(REGISTRY, BUILDKITD));

        assertThat(settings.buildRegistry().orElseThrow().host()).isEqualTo("registry:5000");
        assertThat(addresses.of(BUILDKITD)).isEqualTo("unix:///here");
        assertThat(fake.calls).as("no lock, no state").isEmpty();
        assertThat(events).isEmpty();
    }

    @Test
    void whatIsMissingIsStartedInOrderWithTheRegistryThatIsInUse() throws InterruptedException {
        assertThat(supply(EnumSet.allOf(ServiceName.class))
                        .buildRegistry()
                        .orElseThrow()
                        .host())
                .isEqualTo("localhost:5051");

        assertThat(fake.calls)
                .containsExactly(
                        "take the turn",
                        "start registry with localhost:5050",
                        "start garage with localhost:5051",
                        "start buildkitd with localhost:5051",
                        "start dind with localhost:5051",
                        "end the turn");
        assertThat(events)
                .contains(new PipelineEvent.ServiceStarted("registry", "process", "localhost:5051"))
                .hasSize(4);
        assertThat(addresses.of(DIND)).isEqualTo("unix:///dind");
    }

    @Test
    void servicesAreLocatedWithoutStartingAny() throws InterruptedException {
        fake.has(REGISTRY, ServiceMode.PROCESS, State.RUNNING, "localhost:5053");
        fake.has(GARAGE, ServiceMode.PROCESS, State.STOPPED, "http://127.0.0.1:3900");
        fake.has(BUILDKITD, ServiceMode.EXTERNAL, State.STOPPED, "unix:///here");
        fake.has(DIND, ServiceMode.PROCESS, State.RUNNING, "unix:///dind");

        Whereabouts located =
                services.locate(directory, fleet.generate().fleet().settings());

        assertThat(located.settings().buildRegistry().orElseThrow().host()).isEqualTo("localhost:5053");
        assertThat(located.startable()).containsExactly(GARAGE);
        assertThat(located.addresses()).containsExactlyInAnyOrder("localhost:5053", "unix:///dind");
        assertThat(addresses.of(BUILDKITD)).isEqualTo("unix:///here");
        assertThat(fake.calls).isEmpty();
    }

    @Test
    void aRegistryThatNobodyAskedForCanBeDoneWithout() throws InterruptedException {
        fake.obstacles.put(REGISTRY, Problem.error("no registry answers, and none can be started: it is missing"));

        assertThat(supply(EnumSet.of(REGISTRY, BUILDKITD)).buildRegistry()).isEmpty();
        assertThat(fake.calls).contains("start buildkitd with none").doesNotContain("start registry with none");
        assertThat(events).first().asString().contains("it is missing; images are kept in dist/.images instead");
        assertThatThrownBy(() -> services.up(directory, List.of(REGISTRY), events::add))
                .as("it is asked for by name")
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("none can be started");

        fleet.with(".image-manager.yml", "services: {registry: {mode: process}}\n");
        assertThatThrownBy(() -> supply(EnumSet.of(REGISTRY)))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("none can be started");
    }

    @Test
    void aRegistryThatIsSwitchedOffIsNoService() throws InterruptedException {
        fleet.with(".image-manager.yml", "build_registry: false\ncache: false\n");
        fake.has(BUILDKITD, ServiceMode.PROCESS, State.RUNNING, "unix:///here");
        fake.has(DIND, ServiceMode.PROCESS, State.RUNNING, "unix:///dind");

        assertThat(supply(EnumSet.of(REGISTRY, BUILDKITD)).buildRegistry()).isEmpty();
        assertThat(fake.calls).isEmpty();
        assertThat(events).isEmpty();
        assertThat(services.status(directory)).extracting(ServiceStatus::name).containsExactly(BUILDKITD, DIND);
        assertThat(services.up(directory, List.of(), events::add)).hasSize(2);
        assertThatThrownBy(() -> services.up(directory, List.of(REGISTRY), events::add))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("there is no registry to start: build_registry is false");
        assertThatThrownBy(() -> services.up(directory, List.of(GARAGE), events::add))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("there is no garage to start: cache is false");
    }

    @Test
    void onlyWhatIsNeededIsStarted() throws InterruptedException {
        supply(EnumSet.of(DIND));

        assertThat(fake.calls).contains("start dind with localhost:5050").hasSize(3);
        assertThatThrownBy(() -> addresses.of(REGISTRY)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatAnotherCommandStartedMeanwhileIsNotStartedAgain() throws InterruptedException {
        fake.whileWaitingForTheTurn = () -> fake.has(DIND, ServiceMode.PROCESS, State.RUNNING, "unix:///theirs");

        supply(EnumSet.of(DIND));

        assertThat(fake.calls).containsExactly("take the turn", "end the turn");
        assertThat(addresses.of(DIND)).isEqualTo("unix:///theirs");
    }

    @Test
    void upMakesSureOfWhatIsConfigured() {
        fake.has(BUILDKITD, ServiceMode.EXTERNAL, State.STOPPED, "tcp://box:1234");

        assertThatThrownBy(() -> services.up(directory, List.of(BUILDKITD), events::add))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("the external buildkitd at tcp://box:1234 does not answer");
    }

    @Test
    void whatBuildkitdIsToldWhenItStartsIsUpBefore() throws InterruptedException {
        assertThat(services.up(directory, List.of(BUILDKITD), events::add))
                .extracting(ServiceStatus::name)
                .containsExactly(BUILDKITD);
        assertThat(fake.calls)
                .containsExactly(
                        "take the turn",
                        "start registry with localhost:5050",
                        "start garage with localhost:5051",
                        "start buildkitd with localhost:5051",
                        "end the turn");

        services.down(directory, List.of(REGISTRY, GARAGE), false);
        fake.calls.clear();
        services.up(directory, List.of(BUILDKITD), events::add);
        assertThat(fake.calls).as("it runs").isEmpty();
    }

    @Test
    void buildkitdIsStartedWithoutWhatCannotBe() throws InterruptedException {
        fake.obstacles.put(REGISTRY, Problem.error("it is missing"));
        fake.obstacles.put(GARAGE, Problem.error("that too"));

        services.up(directory, List.of(BUILDKITD), events::add);

        assertThat(fake.calls).contains("start buildkitd with none");
        assertThat(events)
                .asString()
                .contains("it is missing; images are kept in", "without the layer cache: that too");
    }

    @Test
    void upWithoutNamesMeansAll() throws InterruptedException {
        assertThat(services.up(directory, List.of(), events::add))
                .extracting(ServiceStatus::name)
                .containsExactly(REGISTRY, GARAGE, BUILDKITD, DIND);
    }

    @Test
    void downStopsTheLastFirstAndTellsWhatItStopped() throws InterruptedException {
        fake.has(REGISTRY, ServiceMode.EXTERNAL, State.RUNNING, "registry:5000");
        fake.has(BUILDKITD, ServiceMode.PROCESS, State.RUNNING, "unix:///here");

        assertThat(services.down(directory, List.of(), false).stopped()).containsExactly(BUILDKITD);
        assertThat(fake.calls)
                .containsExactly(
                        "take the turn", "stop dind", "stop buildkitd", "stop garage", "stop registry", "end the turn");
    }

    @Test
    void whatIsStoppedIsEmptiedWhenThatIsWanted() throws InterruptedException {
        FleetServices.Stopped result = services.down(directory, List.of(REGISTRY, DIND), true);

        assertThat(result.emptied()).containsExactly(REGISTRY);
        assertThat(fake.calls)
                .containsExactly(
                        "take the turn",
                        "stop dind",
                        "remove the data of dind",
                        "stop registry",
                        "remove the data of registry",
                        "end the turn");
    }

    @Test
    void downLeavesAFleetAloneThatNeverHadServices() throws InterruptedException {
        fake.used = false;

        assertThat(services.down(directory, List.of(), true).emptied()).isEmpty();
        assertThat(fake.calls).isEmpty();
    }

    @Test
    void downNeedsNoValidDefinitions() throws InterruptedException {
        fleet.with(".image-manager.yml", "nonsense: true\n").with("images/app/image.yml", "more nonsense");
        fake.has(DIND, ServiceMode.PROCESS, State.RUNNING, "unix:///dind");

        assertThat(services.down(directory, List.of(DIND), false).stopped()).containsExactly(DIND);
        assertThatThrownBy(() -> services.status(directory)).isInstanceOf(InputException.class);
    }

    @Test
    void statusAsADocument() throws InterruptedException {
        fake.has(REGISTRY, ServiceMode.PROCESS, State.STOPPED, "localhost:5050");
        fake.has(GARAGE, ServiceMode.CONTAINER, State.RUNNING, "http://127.0.0.1:3900");
        fake.has(BUILDKITD, ServiceMode.PROCESS, State.RUNNING, "unix:///here");
        fake.has(DIND, ServiceMode.EXTERNAL, State.RUNNING, "tcp://box:2375");

        assertThat(JsonDocument.print(ServicesDocument.of(services.status(directory)))
                        .replaceAll("\\s+", " "))
                .isEqualTo("{ \"apiVersion\": \"image-manager/v1\", \"services\": ["
                        + " { \"name\": \"registry\", \"mode\": \"process\", \"state\": \"stopped\","
                        + " \"address\": \"localhost:5050\" },"
                        + " { \"name\": \"garage\", \"mode\": \"container\", \"state\": \"running\","
                        + " \"address\": \"http://127.0.0.1:3900\" },"
                        + " { \"name\": \"buildkitd\", \"mode\": \"process\", \"state\": \"running\","
                        + " \"address\": \"unix:///here\" },"
                        + " { \"name\": \"dind\", \"mode\": \"external\", \"state\": \"running\","
                        + " \"address\": \"tcp://box:2375\" } ] } ");
    }

    @Test
    void aLogIsReadWhereThereIsOne() throws InterruptedException {
        fake.logs.put(DIND, List.of("one", "two"));
        List<String> lines = new ArrayList<>();

        services.readLog(directory, DIND, false, lines::add);

        assertThat(lines).containsExactly("one", "two");
        assertThatThrownBy(() -> services.readLog(directory, REGISTRY, false, lines::add))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("there is no log of registry");
    }
}
