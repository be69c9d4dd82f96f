package dev.imagemanager.pipeline.services;

import static dev.imagemanager.model.settings.ServiceName.BUILDKITD;
import static dev.imagemanager.model.settings.ServiceName.DIND;
import static dev.imagemanager.model.settings.ServiceName.GARAGE;
import static dev.imagemanager.model.settings.ServiceName.REGISTRY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.model.settings.ServiceMode;
import dev.imagemanager.pipeline.JsonDocument;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.services.ServiceStatus.State;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServicesStatusTest extends ServicesOfFleet {

    @Test
    void servicesAreLocatedWithoutStartingAny() throws InterruptedException {
        fake.has(REGISTRY, ServiceMode.PROCESS, State.RUNNING, "localhost:5053");
        fake.has(GARAGE, ServiceMode.PROCESS, State.STOPPED, "http://127.0.0.1:3900");
        fake.has(BUILDKITD, ServiceMode.EXTERNAL, State.STOPPED, "unix:///here");
        fake.has(DIND, ServiceMode.PROCESS, State.RUNNING, "unix:///dind");

        Whereabouts located = fake.locate(fleet.loader())
                .locate(directory, fleet.generate().fleet().settings());

        assertThat(located.provided().registry().orElseThrow().host()).isEqualTo("localhost:5053");
        assertThat(located.startable()).containsExactly(GARAGE);
        assertThat(located.addresses()).containsExactlyInAnyOrder("localhost:5053", "unix:///dind");
        assertThat(located.provided().requireBuilder()).isEqualTo("unix:///here");
        assertThat(fake.calls).isEmpty();
    }

    @Test
    void statusAsADocument() throws InterruptedException {
        fake.has(REGISTRY, ServiceMode.PROCESS, State.STOPPED, "localhost:5050");
        fake.has(GARAGE, ServiceMode.CONTAINER, State.RUNNING, "http://127.0.0.1:3900");
        fake.has(BUILDKITD, ServiceMode.PROCESS, State.RUNNING, "unix:///here");
        fake.has(DIND, ServiceMode.EXTERNAL, State.RUNNING, "tcp://box:2375");

        assertThat(JsonDocument.print(ServicesDocument.of(status())).replaceAll("\\s+", " "))
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

    /** What is not ours is moved before anything else is asked. */
    @Test
    void whatStartsOrStopsServicesSaysWhatWasMovedAside() throws InterruptedException {
        Problem note = Problem.note("moved");
        fake.foreignState = Optional.of(note);

        status();
        assertThat(fake.foreignState).as("looking changes nothing").isPresent();
        down(List.of(), false);
        assertThat(notes).containsExactly(note);

        fake.foreignState = Optional.of(note);
        provide(Set.of());
        assertThat(events).containsExactly(new PipelineEvent.Noted(note));
    }

    @Test
    void aLogIsReadWhereThereIsOne() throws InterruptedException {
        fake.logs.put(DIND, List.of("one", "two"));
        List<String> lines = new ArrayList<>();

        new ServiceLogs(fake, fleet.loader()).read(directory, DIND, false, lines::add);

        assertThat(lines).containsExactly("one", "two");
        assertThatThrownBy(() -> new ServiceLogs(fake, fleet.loader()).read(directory, REGISTRY, false, lines::add))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("there is no log of registry");
    }
}
