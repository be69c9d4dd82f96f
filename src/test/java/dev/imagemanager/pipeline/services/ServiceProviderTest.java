package dev.imagemanager.pipeline.services;

import static dev.imagemanager.model.settings.ServiceName.BUILDKITD;
import static dev.imagemanager.model.settings.ServiceName.DIND;
import static dev.imagemanager.model.settings.ServiceName.GARAGE;
import static dev.imagemanager.model.settings.ServiceName.REGISTRY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.model.settings.Registry;
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
import org.junit.jupiter.api.Test;

class ServiceProviderTest extends ServicesOfFleet {

    @Test
    void whatIsThereIsUsedWithoutAnyFuss() throws InterruptedException {
        fake.has(REGISTRY, ServiceMode.EXTERNAL, State.STOPPED, "registry:5000");
        fake.has(BUILDKITD, ServiceMode.PROCESS, State.RUNNING, "unix:///here");

        Provided provided = provide(EnumSet.of(REGISTRY, BUILDKITD));

        assertThat(provided.registry().orElseThrow().host()).isEqualTo("registry:5000");
        assertThat(provided.requireBuilder()).isEqualTo("unix:///here");
        assertThat(fake.calls).as("no lock, no state").isEmpty();
        assertThat(events).isEmpty();
    }

    @Test
    void whatIsMissingIsStartedInOrderWithTheRegistryThatIsInUse() throws InterruptedException {
        Provided provided = provide(EnumSet.allOf(ServiceName.class));

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
        assertThat(provided)
                .isEqualTo(new Provided(
                        List.of("unix:///buildkitd"),
                        Optional.of(Registry.at("localhost:5051")),
                        Optional.empty(),
                        Optional.of("unix:///dind")));
    }

    @Test
    void onlyOurRegistryHasOurAccount() throws InterruptedException {
        Registry.Credentials account = new Registry.Credentials("fleet-0", "password");
        fake.account = Optional.of(account);
        fake.has(REGISTRY, ServiceMode.EXTERNAL, State.RUNNING, "localhost:5050");
        assertThat(provide(EnumSet.of(REGISTRY)).registry()).contains(Registry.at("localhost:5050"));

        for (ServiceMode mode : new ServiceMode[] {ServiceMode.PROCESS, ServiceMode.CONTAINER}) {
            fake.has(REGISTRY, mode, State.RUNNING, "localhost:5050");
            Provided provided = provide(EnumSet.of(REGISTRY));
            Registry registry = Registry.at("localhost:5050").with(Optional.of(account));
            assertThat(provided.registry()).contains(registry);
            assertThat(provided.registrySettings(fleet.generate().fleet().settings())
                            .registryAt("localhost:5050"))
                    .isEqualTo(registry);
        }
    }

    @Test
    void aRegistryThatNobodyAskedForCanBeDoneWithout() throws InterruptedException {
        fake.obstacles.put(REGISTRY, Problem.error("registry does not answer and cannot be started: it is missing"));

        assertThat(provide(EnumSet.of(REGISTRY, BUILDKITD)).registry()).isEmpty();
        assertThat(fake.calls).contains("start buildkitd with none").doesNotContain("start registry with none");
        assertThat(events).first().asString().contains("it is missing; images are stored in dist/.images instead");
        assertThatThrownBy(() -> up(REGISTRY))
                .as("it is asked for by name")
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("cannot be started");

        fleet.with(".image-manager.yml", "services: {registry: {mode: process}}\n");
        assertThatThrownBy(() -> provide(EnumSet.of(REGISTRY)))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("cannot be started");
    }

    @Test
    void aRegistryThatIsSwitchedOffIsNoService() throws InterruptedException {
        fleet.with(".image-manager.yml", "build_registry: false\ncache: false\n");
        fake.has(BUILDKITD, ServiceMode.PROCESS, State.RUNNING, "unix:///here");
        fake.has(DIND, ServiceMode.PROCESS, State.RUNNING, "unix:///dind");

        assertThat(provide(EnumSet.of(REGISTRY, BUILDKITD)).registry()).isEmpty();
        assertThat(fake.calls).isEmpty();
        assertThat(events).isEmpty();
        assertThat(status()).extracting(ServiceStatus::name).containsExactly(BUILDKITD, DIND);
        assertThat(up()).hasSize(2);
        assertThatThrownBy(() -> up(REGISTRY))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("registry cannot be started: build_registry is false");
        assertThatThrownBy(() -> up(GARAGE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("garage cannot be started: cache is false");
    }

    @Test
    void onlyWhatIsNeededIsStarted() throws InterruptedException {
        Provided provided = provide(EnumSet.of(DIND));

        assertThat(fake.calls).contains("start dind with localhost:5050").hasSize(3);
        assertThatThrownBy(provided::requireBuilder).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatAnotherCommandStartedMeanwhileIsNotStartedAgain() throws InterruptedException {
        fake.whileWaitingForTheTurn = () -> fake.has(DIND, ServiceMode.PROCESS, State.RUNNING, "unix:///theirs");

        Provided provided = provide(EnumSet.of(DIND));

        assertThat(fake.calls).containsExactly("take the turn", "end the turn");
        assertThat(provided.requireDockerDaemon()).isEqualTo("unix:///theirs");
    }
}
