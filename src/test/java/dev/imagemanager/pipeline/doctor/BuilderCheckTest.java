package dev.imagemanager.pipeline.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.TestFleet;
import dev.imagemanager.model.settings.BuilderEndpoint;
import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.model.settings.SettingsResolver;
import dev.imagemanager.pipeline.build.ImageBuilder;
import dev.imagemanager.pipeline.services.Provided;
import dev.imagemanager.pipeline.services.Whereabouts;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.UnreachableException;
import dev.imagemanager.reference.Platform;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class BuilderCheckTest {

    @TempDir
    Path directory;

    /** Daemons that answer only if all are asked at once. */
    private static final class Daemons implements ImageBuilder {

        private final CyclicBarrier asked = new CyclicBarrier(3);

        @Override
        public Builder connect(BuilderEndpoint endpoint, Path fleetDirectory) {
            try {
                asked.await(10, TimeUnit.SECONDS);
            } catch (Exception one) {
                throw new AssertionError(one);
            }
            if (endpoint.address().equals("tcp://dead:1")) {
                throw new UnreachableException(Problem.error("it is dead"), "connection refused");
            }
            return new Builder() {
                @Override
                public Identity identity() {
                    return new Identity("v1", Platform.LINUX_AMD64);
                }

                @Override
                public Built build(Request request, Log log) {
                    throw new UnsupportedOperationException();
                }
            };
        }

        @Override
        public Identity assumed() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String origin() {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void everyDaemonHasAFinding() throws InterruptedException {
        FleetSettings settings = SettingsResolver.resolve(
                TestFleet.small(directory)
                        .withVariable(
                                "IMAGE_MANAGER_BUILDERS", "linux/amd64=tcp://a:1,tcp://dead:1;linux/arm64=tcp://b:1")
                        .settings(),
                directory);
        Whereabouts services = new Whereabouts(Provided.bySettings(settings), Set.of(ServiceName.BUILDKITD), Set.of());

        assertThat(new BuilderCheck(new Daemons()).examine(new HealthCheck.Subject(directory, settings, services)))
                .containsExactly(
                        Finding.ok("build daemon", "not running; started when needed"),
                        Finding.ok("builder tcp://a:1 for linux/amd64", "version v1, builds for linux/amd64"),
                        new Finding(
                                "builder tcp://dead:1 for linux/amd64",
                                Finding.Verdict.FAILED,
                                "it does not answer: connection refused",
                                Optional.of("start it, or correct 'builders'")),
                        Finding.ok("builder tcp://b:1 for linux/arm64", "version v1, builds for linux/amd64"));
    }
}
