package dev.imagemanager.pipeline.run;

import dev.imagemanager.model.Fleet;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.pipeline.services.Provided;
import dev.imagemanager.pipeline.services.ServiceProvider;
import dev.imagemanager.pipeline.step.ServiceSource;
import java.util.EnumSet;
import java.util.Set;

/** The services of a run. Each is started when it is needed for the first time. */
final class RunServices implements ServiceSource {

    private final ServiceProvider provider;
    private final Fleet fleet;
    private final PipelineListener listener;
    private final Set<ServiceName> asked = EnumSet.noneOf(ServiceName.class);
    private Provided provided;

    RunServices(ServiceProvider provider, Fleet fleet, PipelineListener listener) {
        this.provider = provider;
        this.fleet = fleet;
        this.listener = listener;
        this.provided = Provided.bySettings(fleet.settings());
    }

    @Override
    public synchronized Provided require(Set<ServiceName> services) throws InterruptedException {
        Set<ServiceName> more = EnumSet.noneOf(ServiceName.class);
        more.addAll(services);
        more.removeAll(asked);
        if (!more.isEmpty()) {
            provided = provider.provide(fleet.directory(), fleet.settings(), provided, more, listener);
            asked.addAll(more);
        }
        return provided;
    }
}
