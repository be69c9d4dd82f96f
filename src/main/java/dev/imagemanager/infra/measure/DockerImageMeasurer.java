package dev.imagemanager.infra.measure;

import dev.imagemanager.infra.container.DockerDaemon;
import dev.imagemanager.infra.container.ImageContainer;
import dev.imagemanager.infra.container.LoadedImage;
import dev.imagemanager.infra.container.PlatformProbe;
import dev.imagemanager.infra.credentials.RegistryAccounts;
import dev.imagemanager.infra.daemon.StateDirectories;
import dev.imagemanager.infra.loading.RegistryImages;
import dev.imagemanager.infra.loading.RunningTests;
import dev.imagemanager.infra.registry.RegistryClient;
import dev.imagemanager.model.MeasuredAlias;
import dev.imagemanager.model.settings.PublishPlace;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.output.OutputDirectory;
import dev.imagemanager.pipeline.measure.ImageMeasurer;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Platform;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds out what is in images, in the Docker daemon in which they are tested. */
@Singleton
public final class DockerImageMeasurer implements ImageMeasurer {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final StateDirectories states;
    private final RegistryClient registries;
    private final RegistryAccounts accounts;

    @Inject
    public DockerImageMeasurer(StateDirectories states, RegistryClient registries, RegistryAccounts accounts) {
        this.states = states;
        this.registries = registries;
        this.accounts = accounts;
    }

    @Override
    public Measurer connect(
            String address, Path fleetDirectory, Optional<PublishPlace> place, Consumer<Problem> notes) {
        DockerDaemon daemon =
                new DockerDaemon(address, states.of(fleetDirectory).of(ServiceName.DIND));
        Platform platform = daemon.connect();
        RunningTests running = new RunningTests(new OutputDirectory(fleetDirectory));
        running.removeLeftovers(daemon);
        return new DaemonMeasurer(
                daemon,
                platform,
                new PlatformProbe(daemon),
                new RegistryImages(place, registries, accounts, daemon, notes),
                running);
    }

    private record DaemonMeasurer(
            DockerDaemon daemon, Platform platform, PlatformProbe probe, RegistryImages pulled, RunningTests running)
            implements Measurer {

        @Override
        public boolean runs(Platform other) throws InterruptedException {
            return probe.runs(other);
        }

        @Override
        public String measure(Request request) throws InterruptedException, MeasurementException {
            try (LoadedImage image = image(request)) {
                ImageContainer container = new ImageContainer(daemon, image, request.platform(), LIMIT, LONGEST);
                try {
                    return request.source() instanceof MeasuredAlias.Run run
                            ? container.output(run.command())
                            : container.file(((MeasuredAlias.File) request.source()).path());
                } catch (InterruptedException brokenOff) {
                    image.testWasBrokenOff();
                    throw brokenOff;
                }
            }
        }

        private LoadedImage image(Request request) throws InterruptedException {
            return pulled.pullOrLoad(request.target(), request.digest(), request.archive(), running.begin());
        }

        @Override
        public void finish() {
            pulled.close();
        }
    }
}
