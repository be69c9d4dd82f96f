package dev.imagemanager.infra.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.TestFleet;
import dev.imagemanager.TestSeals;
import dev.imagemanager.config.Permission;
import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.model.settings.ServiceMode;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.services.ServiceLog;
import dev.imagemanager.pipeline.services.ServiceScope;
import dev.imagemanager.problem.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Modes of a registry that go together with the mode of the buildkitd that connects to it. */
@EnabledOnOs(OS.LINUX)
class ServiceModesTest {

    @TempDir
    Path directory;

    private final Kind registry = new Kind(ServiceName.REGISTRY, Optional.of(ServiceName.BUILDKITD));
    private final Kind buildkitd = new Kind(ServiceName.BUILDKITD, Optional.empty());
    private final ServiceLifecycle lifecycle = new ServiceLifecycle(List.of(registry, buildkitd), TestSeals.states());

    private ServiceMode modeOfRegistry(String settings) throws InterruptedException {
        return modeOfRegistry(TestFleet.small(directory), settings);
    }

    private ServiceMode modeOfRegistry(TestFleet fleet, String settings) throws InterruptedException {
        FleetSettings resolved =
                fleet.with(".image-manager.yml", settings).generate().fleet().settings();
        return lifecycle
                .look(ServiceName.REGISTRY, new ServiceScope(directory, resolved))
                .mode();
    }

    @Test
    void bothAreProcessesIfTheyCan() throws InterruptedException {
        assertThat(modeOfRegistry("")).isEqualTo(ServiceMode.PROCESS);
    }

    @Test
    void aContainerReachesARegistryInAContainer() throws InterruptedException {
        assertThat(modeOfRegistry("services: {buildkitd: {mode: container}}\n")).isEqualTo(ServiceMode.CONTAINER);

        buildkitd.way(ServiceMode.PROCESS).obstacle = Optional.of(Problem.error("buildkitd is not on the PATH"));
        assertThat(modeOfRegistry("")).isEqualTo(ServiceMode.CONTAINER);
    }

    @Test
    void aRegistryThatRunsAsAProcessIsNotUsedByAContainer() throws InterruptedException {
        registry.way(ServiceMode.PROCESS).isRunning = true;
        assertThat(modeOfRegistry("")).isEqualTo(ServiceMode.PROCESS);

        buildkitd.way(ServiceMode.CONTAINER).isRunning = true;

        assertThat(modeOfRegistry("")).isEqualTo(ServiceMode.CONTAINER);
    }

    @Test
    void aRegistryAtTheUsualAddressOfThisMachineIsNotUsedByAContainer() throws InterruptedException {
        registry.answering.add("usual");
        assertThat(modeOfRegistry("")).isEqualTo(ServiceMode.EXTERNAL);

        assertThat(modeOfRegistry("services: {buildkitd: {mode: container}}\n")).isEqualTo(ServiceMode.CONTAINER);
    }

    @Test
    void whatIsConfiguredIsUsed() throws InterruptedException {
        assertThat(modeOfRegistry("services: {buildkitd: {mode: container}, registry: {mode: process}}\n"))
                .isEqualTo(ServiceMode.PROCESS);

        registry.configured = Optional.of("configured");
        assertThat(modeOfRegistry("services: {buildkitd: {mode: container}}\n")).isEqualTo(ServiceMode.EXTERNAL);
    }

    @Test
    void aContainerInTheNetworkOfTheMachineReachesProcesses() throws InterruptedException {
        TestFleet fleet =
                TestFleet.small(directory).withVariable(Permission.VARIABLE, Permission.HOST_NETWORK.toString());

        assertThat(modeOfRegistry(fleet, "services: {buildkitd: {mode: container, network: host}}\n"))
                .isEqualTo(ServiceMode.PROCESS);
    }

    @Test
    void anExternalBuildkitdReachesProcesses() throws InterruptedException {
        buildkitd.way(ServiceMode.PROCESS).obstacle = Optional.of(Problem.error("buildkitd is not on the PATH"));

        buildkitd.answering.add("usual");
        assertThat(modeOfRegistry("")).isEqualTo(ServiceMode.PROCESS);

        buildkitd.answering.clear();
        buildkitd.configured = Optional.of("configured");
        assertThat(modeOfRegistry("")).isEqualTo(ServiceMode.PROCESS);
    }

    @Test
    void withoutAnyBuildkitdTheRegistryIsAProcess() throws InterruptedException {
        buildkitd.ways.values().forEach(way -> way.obstacle = Optional.of(Problem.error("nothing is installed")));

        assertThat(modeOfRegistry("")).isEqualTo(ServiceMode.PROCESS);
    }

    /** The daemon at the usual address belongs to others. */
    @Test
    void withoutTrustTheFleetsOwnIsShown() throws InterruptedException {
        registry.ways.values().forEach(way -> way.obstacle = Optional.of(Problem.error("nothing is installed")));
        assertThat(modeOfRegistry("")).isEqualTo(ServiceMode.EXTERNAL);

        assertThat(modeOfRegistry(TestFleet.small(directory).withVariable("IMAGE_MANAGER_UNTRUSTED", "true"), ""))
                .isEqualTo(ServiceMode.PROCESS);
    }

    /** A kind of service that can run in both modes. */
    private static final class Kind implements ServiceManager {

        private final ServiceName name;
        private final Optional<ServiceName> client;
        private final Map<ServiceMode, Way> ways = new EnumMap<>(ServiceMode.class);
        private final List<String> answering = new ArrayList<>();
        private Optional<String> configured = Optional.empty();

        Kind(ServiceName name, Optional<ServiceName> client) {
            this.name = name;
            this.client = client;
            ways.put(ServiceMode.PROCESS, new Way(ServiceMode.PROCESS));
            ways.put(ServiceMode.CONTAINER, new Way(ServiceMode.CONTAINER));
        }

        Way way(ServiceMode mode) {
            return ways.get(mode);
        }

        @Override
        public ServiceName name() {
            return name;
        }

        @Override
        public Optional<ServiceName> client() {
            return client;
        }

        @Override
        public Optional<String> configuredAddress(ServiceScope scope) {
            return configured;
        }

        @Override
        public String defaultAddress(ServiceScope scope) {
            return "usual";
        }

        @Override
        public boolean answers(String address, ServiceScope scope) {
            return answering.contains(address);
        }

        @Override
        public Duration startLimit() {
            return Duration.ZERO;
        }

        @Override
        public List<ServiceWay<?>> ways() {
            return List.of(ways.get(ServiceMode.PROCESS), ways.get(ServiceMode.CONTAINER));
        }
    }

    private static final class Way implements ServiceWay<DaemonLaunch> {

        private final ServiceMode mode;
        private boolean isRunning;
        private Optional<Problem> obstacle = Optional.empty();

        Way(ServiceMode mode) {
            this.mode = mode;
        }

        @Override
        public ServiceHost<DaemonLaunch> host() {
            return new Host(mode, isRunning);
        }

        @Override
        public Optional<Problem> obstacle(ServiceDirectory service) {
            return obstacle;
        }

        @Override
        public String ownAddress(ServiceDirectory service, ServiceScope scope) {
            return "own " + mode;
        }

        @Override
        public DaemonLaunch prepare(ServiceDirectory service, ServiceScope scope, Optional<String> lastAddress) {
            throw new AssertionError("a look starts nothing");
        }
    }

    private record Host(ServiceMode mode, boolean isRunning) implements ServiceHost<DaemonLaunch> {

        @Override
        public boolean isRunning(ServiceDirectory service) {
            return isRunning;
        }

        @Override
        public boolean isOrphaned(ServiceDirectory service) {
            return false;
        }

        @Override
        public void start(ServiceDirectory service, DaemonLaunch launch, Consumer<Problem> notes) {
            throw new AssertionError("a look starts nothing");
        }

        @Override
        public boolean stop(ServiceDirectory service) {
            throw new AssertionError("a look stops nothing");
        }

        @Override
        public boolean stopUnrecorded(ServiceDirectory service) {
            throw new AssertionError("a look stops nothing");
        }

        @Override
        public Optional<ServiceLog> log(ServiceDirectory service) {
            return Optional.empty();
        }

        @Override
        public List<String> lastLogLines(ServiceDirectory service) {
            return List.of();
        }
    }
}
