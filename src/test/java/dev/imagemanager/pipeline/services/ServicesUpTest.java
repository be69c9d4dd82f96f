package dev.imagemanager.pipeline.services;

import static dev.imagemanager.model.settings.ServiceName.BUILDKITD;
import static dev.imagemanager.model.settings.ServiceName.DIND;
import static dev.imagemanager.model.settings.ServiceName.GARAGE;
import static dev.imagemanager.model.settings.ServiceName.REGISTRY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.model.settings.CacheSettings.ObjectStore;
import dev.imagemanager.model.settings.ServiceMode;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.services.ServiceStatus.State;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServicesUpTest extends ServicesOfFleet {

    @Test
    void upMakesSureOfWhatIsConfigured() {
        fake.has(BUILDKITD, ServiceMode.EXTERNAL, State.STOPPED, "tcp://box:1234");

        assertThatThrownBy(() -> up(BUILDKITD))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("the external buildkitd at tcp://box:1234 does not answer");
    }

    @Test
    void whatBuildkitdIsToldWhenItStartsIsUpBefore() throws InterruptedException {
        assertThat(up(BUILDKITD)).extracting(ServiceStatus::name).containsExactly(BUILDKITD);
        assertThat(fake.calls)
                .containsExactly(
                        "take the turn",
                        "start registry with localhost:5050",
                        "start garage with localhost:5051",
                        "start buildkitd with localhost:5051",
                        "end the turn");

        down(List.of(REGISTRY, GARAGE), false);
        fake.calls.clear();
        up(BUILDKITD);
        assertThat(fake.calls).as("it runs").isEmpty();
    }

    @Test
    void buildkitdIsStartedWithoutWhatCannotBe() throws InterruptedException {
        fake.obstacles.put(REGISTRY, Problem.error("it is missing"));
        fake.obstacles.put(GARAGE, Problem.error("that too"));

        up(BUILDKITD);

        assertThat(fake.calls).contains("start buildkitd with none");
        assertThat(events)
                .asString()
                .contains("it is missing; images are stored in", "without the layer cache: that too");
    }

    @Test
    void aBuilderThatRunsIsHeldAgainstTheRegistryAndTheCacheThatAreInUse() throws InterruptedException {
        fake.store = Optional.of(new ObjectStore("http://127.0.0.1:3900", "bucket", "region", Optional.empty(), true));
        up();
        events.clear();

        up(BUILDKITD);
        assertThat(events).isEmpty();

        fake.store = Optional.empty();
        up(BUILDKITD);
        assertThat(events)
                .containsExactly(new PipelineEvent.Noted(Problem.note("buildkitd was started with other settings")));
    }

    @Test
    void upWithoutNamesMeansAll() throws InterruptedException {
        assertThat(up()).extracting(ServiceStatus::name).containsExactly(REGISTRY, GARAGE, BUILDKITD, DIND);
    }
}
