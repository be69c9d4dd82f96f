package dev.imagemanager.pipeline.run;

import dev.imagemanager.model.Fleet;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.services.Provided;
import dev.imagemanager.pipeline.services.ServiceLocator;
import dev.imagemanager.pipeline.step.ServiceSource;
import java.util.EnumSet;
import java.util.Set;

/** The services that run already. Starts none. */
final class RunningServices implements ServiceSource {

    private final ServiceLocator locator;
    private final Fleet fleet;
    private final Set<ServiceName> asked = EnumSet.noneOf(ServiceName.class);
    private Provided provided;

    RunningServices(ServiceLocator locator, Fleet fleet) {
        this.locator = locator;
        this.fleet = fleet;
        this.provided = Provided.bySettings(fleet.settings());
    }

    @Override
    public synchronized Provided require(Set<ServiceName> services) throws InterruptedException {
        for (ServiceName service : services) {
            if (asked.add(service)) {
                provided = locator.locate(service, fleet.directory(), fleet.settings(), provided);
            }
        }
        return provided;
    }

    @Override
    public boolean starts() {
        return false;
    }
}
