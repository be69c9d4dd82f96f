package dev.imagemanager.pipeline.measure;

import dev.imagemanager.model.settings.PublishPlace;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.services.Provided;
import dev.imagemanager.pipeline.step.StepContext;
import java.util.EnumSet;
import java.util.Optional;

/** Starts and connects the Docker daemon when it is needed for the first time. Safe for use by several threads. */
final class LazyMeasurer implements AutoCloseable {

    private final ImageMeasurer imageMeasurer;
    private final StepContext context;
    private final Optional<PublishPlace> place;
    private ImageMeasurer.Measurer measurer;

    /** @param place that has the images; empty for the build registry */
    LazyMeasurer(ImageMeasurer imageMeasurer, StepContext context, Optional<PublishPlace> place) {
        this.imageMeasurer = imageMeasurer;
        this.context = context;
        this.place = place;
    }

    /** @throws dev.imagemanager.problem.EnvironmentException if there is no daemon, and none can be started */
    synchronized ImageMeasurer.Measurer connected() throws InterruptedException {
        if (measurer == null) {
            Provided provided = context.services()
                    .require(
                            place.isPresent()
                                    ? EnumSet.of(ServiceName.DIND)
                                    : EnumSet.of(ServiceName.REGISTRY, ServiceName.DIND));
            measurer = imageMeasurer.connect(
                    provided.requireDockerDaemon(),
                    context.fleet().fleet().directory(),
                    place.or(() -> provided.registry().map(PublishPlace::at)),
                    note -> context.listener().on(new PipelineEvent.Noted(note)));
        }
        return measurer;
    }

    @Override
    public synchronized void close() {
        if (measurer != null) {
            measurer.finish();
        }
    }
}
