package dev.imagemanager.infra.buildkit;

import dev.imagemanager.config.Environment;
import dev.imagemanager.infra.daemon.ProcessDescription;
import dev.imagemanager.infra.daemon.Requirements;
import dev.imagemanager.infra.daemon.ServiceDirectory;
import dev.imagemanager.infra.daemon.ServiceHooks;
import dev.imagemanager.infra.daemon.ServicePlace;
import dev.imagemanager.infra.daemon.ServiceSocket;
import dev.imagemanager.infra.network.BridgeNetworks;
import dev.imagemanager.infra.network.StepNetwork;
import dev.imagemanager.pipeline.services.ServiceScope;
import dev.imagemanager.problem.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * buildkitd as root. It listens on a Unix socket in the fleet's state directory, since every user of the machine could
 * connect to a TCP port, and access to buildkitd is equivalent to root privileges. Its steps have a network of their own,
 * which is connected to a bridge.
 */
@Singleton
public final class BuildkitProcess implements ServiceHooks {

    private static final ServiceSocket SOCKET = new ServiceSocket("buildkitd.sock");

    /** The OCI runtimes that buildkitd looks for, in this order. */
    static final String RUNTIME = "buildkit-runc|runc";

    static final String REMEDY = "start buildkitd and set BUILDKIT_HOST to its address";

    /** The name of the network namespace of steps. {@code /run} is private to the daemon (ip-netns(8)). */
    private static final String NAMESPACE = "steps";

    /** Creates the network namespace of steps, then executes the daemon. */
    private static final String WITH_NETWORK =
            """
            ip netns add %1$s
            ip link add "$1" type veth peer name eth0 netns %1$s
            ip link set "$1" master "$2" up
            ip -n %1$s link set lo up
            ip -n %1$s address add "$3" dev eth0
            ip -n %1$s link set eth0 up
            ip -n %1$s route add default via "$4"
            shift 4
            exec "$@"
            """
                    .formatted(NAMESPACE);

    private final BridgeNetworks networks;
    private final StepNetwork steps;
    private final Environment environment;

    @Inject
    public BuildkitProcess(BridgeNetworks networks, StepNetwork steps, Environment environment) {
        this.networks = networks;
        this.steps = steps;
        this.environment = environment;
    }

    ProcessDescription description() {
        return ProcessDescription.of(
                        SOCKET,
                        List.of("buildctl", "buildkitd", RUNTIME),
                        REMEDY,
                        (place, programs) -> command(place, programs))
                .isolated()
                .environment((place, programs) -> CacheKeys.with(
                        place.scope().provided().cache(),
                        Map.of("PATH", programs.searchPathWith("buildkitd", RUNTIME))))
                .with(this);
    }

    private List<String> command(ServicePlace place, Requirements programs) throws InterruptedException {
        ServiceDirectory directory = place.directory();
        StepRuntime runtime = runtime(directory);
        runtime.write(directory, programs);
        List<String> command = new ArrayList<>();
        if (runtime.namespace().isPresent()) {
            BridgeNetworks.Network network = networks.create(directory, StepNetwork.withPermission(REMEDY));
            command.addAll(List.of(
                    "sh",
                    "-ec",
                    WITH_NETWORK,
                    "sh",
                    network.stepsInterface(),
                    network.bridge(),
                    network.stepsAddress(),
                    network.gateway()));
        }
        command.addAll(List.of(
                programs.path("buildkitd"),
                "--config",
                place.write(BuildkitdConfig.FILE, config(directory, place.scope()))));
        return command;
    }

    @Override
    public Optional<Problem> obstacle(ServiceDirectory directory) {
        return steps.obstacle(steps.lackingForRoot(), REMEDY);
    }

    @Override
    public void release(ServiceDirectory directory) throws InterruptedException {
        networks.remove(directory);
    }

    @Override
    public boolean isCurrent(ServiceDirectory directory, ServiceScope scope, String address) {
        return BuildkitdConfig.isCurrent(directory, scope, environment, steps.isOfMachine());
    }

    @Override
    public Optional<Problem> note(ServiceDirectory directory, ServiceScope scope) {
        return BuildkitdConfig.note(directory, () -> config(directory, scope));
    }

    private StepRuntime runtime(ServiceDirectory directory) {
        return StepRuntime.in(
                directory, steps.isOfMachine() ? Optional.empty() : Optional.of("/run/netns/" + NAMESPACE));
    }

    private String config(ServiceDirectory directory, ServiceScope scope) {
        return BuildkitdConfig.of(
                scope,
                BuildkitdConfig.entitlements(scope, environment),
                new BuildkitdConfig.Surroundings(
                        Optional.of(Path.of(directory.isolated("data"))),
                        SOCKET.likelyAddress(directory, scope),
                        Optional.empty(),
                        Optional.of(directory.controlGroup()),
                        Optional.empty(),
                        Optional.of(runtime(directory)),
                        Optional.empty(),
                        steps.isOfMachine(),
                        host -> host,
                        Path::toString));
    }
}
