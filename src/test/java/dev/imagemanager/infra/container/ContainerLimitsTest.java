package dev.imagemanager.infra.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.imagemanager.FakeEnvironment;
import dev.imagemanager.TestFleet;
import dev.imagemanager.TestSeals;
import dev.imagemanager.infra.credentials.DockerConfig;
import dev.imagemanager.infra.daemon.ServiceDirectory;
import dev.imagemanager.infra.daemon.ServiceHooks;
import dev.imagemanager.infra.daemon.ServicePort;
import dev.imagemanager.model.settings.BuilderSettings;
import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.model.settings.MemorySettings;
import dev.imagemanager.model.settings.PruneSettings;
import dev.imagemanager.model.settings.PublishSettings;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.services.ServiceScope;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of a Docker daemon on paper for a fleet that is trusted, and for one that is not. */
class ContainerLimitsTest {

    private static final ServicePort PORT = new ServicePort(ServiceName.DIND, 2376, "tcp://127.0.0.1");

    @TempDir
    Path fleet;

    private HttpServer daemon;
    private String limits = "";
    private String abilities = "\"MemoryLimit\":true";
    private int answerToUpdates = 200;
    private final List<JsonNode> updates = new ArrayList<>();
    private ServiceDirectory directory;
    private Containers containers;

    @BeforeEach
    void startDaemon() throws IOException {
        daemon = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        daemon.createContext("/", this::answer);
        daemon.start();
        String address = "tcp://127.0.0.1:" + daemon.getAddress().getPort();
        FakeEnvironment environment = new FakeEnvironment().with("DOCKER_HOST", address);
        containers = new Containers(
                new HostDocker(environment, new DockerContexts(environment, new DockerConfig(environment))),
                new ContainerImages());
        directory = TestSeals.states().create(fleet).of(ServiceName.DIND);
        ContainerRecord.of(directory, address).write(directory);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String body = "{\"Id\":\"c1\",\"Config\":{\"Labels\":{\"" + ContainerRecord.FLEET_LABEL + "\":\""
                + directory.state().id() + "\"}},\"HostConfig\":{" + limits + "}}";
        int status = 200;
        if (path.endsWith("/update")) {
            updates.add(new ObjectMapper().readTree(exchange.getRequestBody()));
            status = answerToUpdates;
            body = status == 200 ? "{\"Warnings\":[]}" : "{\"message\":\"out of order\"}";
        } else if (path.endsWith("/info")) {
            body = "{\"MemTotal\":4000," + abilities + "}";
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @AfterEach
    void stopDaemon() {
        daemon.stop(0);
    }

    private ContainerWay way(boolean runsPrograms) {
        return new ContainerWay(
                new ContainerDescription(
                        PORT, runsPrograms, place -> ContainerLaunch.of("docker:dind"), ServiceHooks.NONE),
                containers);
    }

    private ServiceScope scope(boolean isTrusted) {
        FleetSettings settings = TestFleet.small(fleet).generate().fleet().settings();
        return new ServiceScope(
                fleet,
                new FleetSettings(
                        settings.buildRegistry(),
                        settings.registries(),
                        settings.mirrors(),
                        settings.cache(),
                        settings.keepArchives(),
                        settings.sourceDate(),
                        settings.services(),
                        BuilderSettings.NONE,
                        MemorySettings.NONE,
                        PublishSettings.NONE,
                        false,
                        PruneSettings.NONE,
                        isTrusted));
    }

    private void limit(boolean isTrusted) {
        way(true).limit(directory, scope(isTrusted));
    }

    @Test
    void whatRunsProgramsOfAStrangersFleetLeavesTheMachineUsable() {
        limit(false);

        assertThat(updates).singleElement().satisfies(update -> {
            assertThat(update.get("Memory").longValue()).isEqualTo(3000);
            assertThat(update.get("MemorySwap").longValue()).isEqualTo(3000);
            assertThat(update.get("PidsLimit").longValue()).isEqualTo(4096);
        });
    }

    @Test
    void limitsThatAreSetStay() {
        limits = "\"Memory\":3000,\"PidsLimit\":4096";

        limit(false);

        assertThat(updates).isEmpty();
        assertThat(way(true).note(directory, scope(false))).isEmpty();
    }

    @Test
    void aTrustedFleetHasNone() {
        limit(true);
        assertThat(updates).isEmpty();

        limits = "\"Memory\":3000,\"PidsLimit\":4096";
        limit(true);
        assertThat(updates).singleElement().satisfies(update -> {
            assertThat(update.get("Memory").longValue()).isEqualTo(1L << 61);
            assertThat(update.get("MemorySwap").longValue()).isEqualTo(1L << 62);
            assertThat(update.get("PidsLimit").longValue()).isEqualTo(-1);
        });

        limits = "\"Memory\":2305843009213693952,\"PidsLimit\":-1";
        limit(true);
        assertThat(updates).hasSize(1);
        limit(false);
        assertThat(updates).hasSize(2);
    }

    @Test
    void servicesThatRunNoProgramsAreNotLimited() {
        way(false).limit(directory, scope(false));

        assertThat(updates).isEmpty();
        assertThat(way(false).note(directory, scope(false))).isEmpty();
    }

    @Test
    void aDaemonThatCannotLimitIsNoted() {
        abilities = "\"MemoryLimit\":false";

        limit(false);

        assertThat(updates).isEmpty();
        assertThat(way(true).note(directory, scope(true))).isEmpty();
        assertThat(way(true).note(directory, scope(false)).map(Problem::message))
                .contains("what dind runs for this fleet, which is not trusted, has no limits of memory and processes");
    }

    @Test
    void aFailureIsSaid() {
        answerToUpdates = 500;

        assertThatThrownBy(() -> limit(false))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("cannot limit the memory and the processes of dind: out of order");
    }
}
