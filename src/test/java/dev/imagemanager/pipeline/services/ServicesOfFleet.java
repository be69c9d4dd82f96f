package dev.imagemanager.pipeline.services;

import dev.imagemanager.TestFleet;
import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.services.ServicesDown.Stopped;
import dev.imagemanager.problem.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A fleet whose services exist only on paper. */
abstract class ServicesOfFleet {

    @TempDir
    Path directory;

    final FakeServices fake = new FakeServices();
    final List<PipelineEvent> events = new ArrayList<>();
    final List<Problem> notes = new ArrayList<>();
    TestFleet fleet;
    ServicesStatus status;
    ServiceProvider provider;

    @BeforeEach
    void createFleet() {
        fleet = TestFleet.small(directory);
        FleetScopes scopes = new FleetScopes(fleet.loader());
        status = new ServicesStatus(scopes, fake);
        provider = new ServiceProvider(scopes, fake, fake, fake, fake);
    }

    Provided provide(Set<ServiceName> needed) throws InterruptedException {
        FleetSettings settings = fleet.generate().fleet().settings();
        return provider.provide(directory, settings, Provided.bySettings(settings), needed, events::add);
    }

    List<ServiceStatus> up(ServiceName... named) throws InterruptedException {
        return new ServicesUp(
                        new FleetScopes(fleet.loader()), fake, provider, status, new ServiceLocator(status, fake, fake))
                .up(directory, List.of(named), events::add);
    }

    Stopped down(List<ServiceName> named, boolean removesData) throws InterruptedException {
        return new ServicesDown(fake, fake).down(directory, named, removesData, notes::add);
    }

    List<ServiceStatus> status() throws InterruptedException {
        return status.of(directory);
    }
}
