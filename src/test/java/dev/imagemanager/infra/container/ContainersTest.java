package dev.imagemanager.infra.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.imagemanager.FakeEnvironment;
import dev.imagemanager.TestSeals;
import dev.imagemanager.infra.credentials.DockerConfig;
import dev.imagemanager.infra.daemon.ServiceDirectory;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.problem.EnvironmentException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a container runs, as far as a daemon on paper says so. */
class ContainersTest {

    @TempDir
    Path fleet;

    private HttpServer daemon;
    private int status = 200;
    private String answer = "";
    private ServiceDirectory directory;
    private Containers containers;

    @BeforeEach
    void startDaemon() throws IOException {
        daemon = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        daemon.createContext("/", exchange -> {
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        daemon.start();
        FakeEnvironment environment = new FakeEnvironment().with("DOCKER_HOST", address());
        HostDocker docker = new HostDocker(environment, new DockerContexts(environment, new DockerConfig(environment)));
        containers = new Containers(docker, new ContainerImages());
        directory = TestSeals.states().create(fleet).of(ServiceName.REGISTRY);
        ContainerRecord.of(directory, address()).write(directory);
    }

    @AfterEach
    void stopDaemon() {
        daemon.stop(0);
    }

    private String address() {
        return "tcp://127.0.0.1:" + daemon.getAddress().getPort();
    }

    private void inspected(String fleetId, boolean runs) {
        answer = "{\"Config\":{\"Labels\":{\"" + ContainerRecord.FLEET_LABEL + "\":\"" + fleetId
                + "\"}},\"State\":{\"Running\":" + runs + "}}";
    }

    @Test
    void theDaemonSaysWhetherItRuns() {
        inspected(directory.state().id(), true);
        assertThat(containers.isRunning(directory)).isTrue();

        inspected(directory.state().id(), false);
        assertThat(containers.isRunning(directory)).isFalse();
    }

    @Test
    void somebodyElsesOfTheSameNameIsNotOurs() {
        inspected("another", true);

        assertThat(containers.isRunning(directory)).isFalse();
    }

    @Test
    void oneThatWasRemovedDoesNotRun() {
        status = 404;

        assertThat(containers.isRunning(directory)).isFalse();
    }

    @Test
    void withoutItsDaemonNoneRuns() {
        daemon.stop(0);

        assertThat(containers.isRunning(directory)).isFalse();
    }

    @Test
    void aDaemonThatCannotTellIsSaid() {
        status = 500;
        answer = "{\"message\":\"out of order\"}";

        assertThatThrownBy(() -> containers.isRunning(directory))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("the Docker daemon at " + address()
                        + " cannot check whether registry is running: out of order");
    }

    @Test
    void whatIsNotOnRecordIsNotAskedFor() {
        ContainerRecord.delete(directory);
        status = 500;

        assertThat(containers.isRunning(directory)).isFalse();
    }
}
