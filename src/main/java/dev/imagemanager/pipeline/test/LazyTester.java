package dev.imagemanager.pipeline.test;

import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.services.Provided;
import dev.imagemanager.pipeline.step.StepContext;
import java.util.EnumSet;

/** Starts and connects the Docker daemon when it is needed for the first time. Safe for use by several threads. */
final class LazyTester {

    private final ImageTester imageTester;
    private final StepContext context;
    private ImageTester.Tester tester;

    LazyTester(ImageTester imageTester, StepContext context) {
        this.imageTester = imageTester;
        this.context = context;
    }

    /** @throws dev.imagemanager.problem.EnvironmentException if there is no daemon, and none can be started */
    synchronized ImageTester.Tester connected() throws InterruptedException {
        if (tester == null) {
            Provided provided = context.services().require(EnumSet.of(ServiceName.REGISTRY, ServiceName.DIND));
            tester = imageTester.connect(
                    provided.requireDockerDaemon(),
                    context.fleet().fleet().directory(),
                    provided.registry(),
                    note -> context.listener().on(new PipelineEvent.Noted(note)));
        }
        return tester;
    }

    synchronized void finish() {
        if (tester != null) {
            tester.finish();
        }
    }
}
