package dev.imagemanager.pipeline.services;

import static dev.imagemanager.model.settings.ServiceName.BUILDKITD;
import static dev.imagemanager.model.settings.ServiceName.DIND;
import static dev.imagemanager.model.settings.ServiceName.REGISTRY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.model.settings.ServiceMode;
import dev.imagemanager.pipeline.services.ServiceStatus.State;
import dev.imagemanager.pipeline.services.ServicesDown.Stopped;
import dev.imagemanager.problem.InputException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServicesDownTest extends ServicesOfFleet {

    @Test
    void downStopsTheLastFirstAndTellsWhatItStopped() throws InterruptedException {
        fake.has(REGISTRY, ServiceMode.EXTERNAL, State.RUNNING, "registry:5000");
        fake.has(BUILDKITD, ServiceMode.PROCESS, State.RUNNING, "unix:///here");

        assertThat(down(List.of(), false).stopped()).containsExactly(BUILDKITD);
        assertThat(fake.calls)
                .containsExactly(
                        "take the turn", "stop dind", "stop buildkitd", "stop garage", "stop registry", "end the turn");
    }

    @Test
    void whatIsStoppedIsEmptiedWhenThatIsWanted() throws InterruptedException {
        Stopped result = down(List.of(REGISTRY, DIND), true);

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

        assertThat(down(List.of(), true).emptied()).isEmpty();
        assertThat(fake.calls).isEmpty();
    }

    @Test
    void downNeedsNoValidDefinitions() throws InterruptedException {
        fleet.with(".image-manager.yml", "nonsense: true\n").with("images/app/image.yml", "more nonsense");
        fake.has(DIND, ServiceMode.PROCESS, State.RUNNING, "unix:///dind");

        assertThat(down(List.of(DIND), false).stopped()).containsExactly(DIND);
        assertThatThrownBy(() -> status()).isInstanceOf(InputException.class);
    }
}
