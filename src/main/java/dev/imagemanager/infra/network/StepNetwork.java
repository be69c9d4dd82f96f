package dev.imagemanager.infra.network;

import dev.imagemanager.config.Environment;
import dev.imagemanager.config.Permission;
import dev.imagemanager.infra.linux.SystemFiles;
import dev.imagemanager.infra.process.Executables;
import dev.imagemanager.problem.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides which network the steps of builds get, if image-manager runs buildkitd as a process. With a network namespace of
 * their own, they cannot reach what listens on the loopback interface of the machine, and see no traffic of other programs
 * (network_namespaces(7)). buildkitd itself stays in the network of the machine, since it connects to the registry and the
 * layer cache there.
 *
 * <p>Root connects the namespace with a bridge and network address translation. Other users cannot change the machine's
 * network; RootlessKit forwards connections for them through a TAP device.
 */
@Singleton
public final class StepNetwork {

    private static final String TAP_DEVICE = "/dev/net/tun";

    private final SystemFiles files;
    private final Executables executables;
    private final Environment environment;

    @Inject
    public StepNetwork(Executables executables, Environment environment) {
        this(new SystemFiles(Path.of("/")), executables, environment);
    }

    public StepNetwork(SystemFiles files, Executables executables, Environment environment) {
        this.files = files;
        this.executables = executables;
        this.environment = environment;
    }

    /** Returns whether steps use the network of the machine, because its operator allows it. */
    public boolean isOfMachine() {
        return Permission.HOST_NETWORK.isGiven(environment);
    }

    /** Returns everything that root's buildkitd lacks for a network of its steps, each with a remedy. */
    public List<Problem> lackingForRoot() {
        return missing("ip", "iptables", "nsenter");
    }

    /** Returns everything that another user's buildkitd lacks for a network of its steps, each with a remedy. */
    public List<Problem> lackingWithoutRoot() {
        List<Problem> lacking = missing("ip", "nsenter");
        Path device = files.path(TAP_DEVICE);
        if (!files.exists(TAP_DEVICE)) {
            lacking.add(Problem.error(TAP_DEVICE + " does not exist")
                    .withHint("load the kernel module: modprobe tun; in a container, add the device"));
        } else if (!Files.isReadable(device) || !Files.isWritable(device)) {
            lacking.add(Problem.error(TAP_DEVICE + " cannot be opened by this user")
                    .withHint("as root: chmod 666 " + TAP_DEVICE + ", which is its usual mode"));
        }
        return lacking;
    }

    private List<Problem> missing(String... programs) {
        return Stream.of(programs)
                .filter(program -> executables.find(program).isEmpty())
                .map(program -> Problem.error(program + " is not on the PATH")
                        .withHint("install the system's package '" + packageOf(program) + "'"))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static String packageOf(String program) {
        return switch (program) {
            case "ip" -> "iproute2";
            case "nsenter" -> "util-linux";
            default -> program;
        };
    }

    /**
     * Returns why steps cannot get a network of their own; empty if they can, or if they use the machine's.
     *
     * @param lacking what this machine lacks
     * @param remedy what else the user can do; a clause in a hint
     */
    public Optional<Problem> obstacle(List<Problem> lacking, String remedy) {
        if (lacking.isEmpty() || isOfMachine()) {
            return Optional.empty();
        }
        String hints = lacking.stream()
                .flatMap(problem -> problem.hint().stream())
                .distinct()
                .collect(Collectors.joining("; "));
        return Optional.of(refusal(
                lacking.stream().map(Problem::message).collect(Collectors.joining("; ")), hints + "; or " + remedy));
    }

    /** Returns the error that steps cannot get a network of their own. */
    public static Problem refusal(String reason, String remedy) {
        return Problem.error("build steps cannot get a network of their own: " + reason)
                .withHint(withPermission(remedy));
    }

    /** Adds to a hint how the operator allows steps to use the network of the machine. */
    public static String withPermission(String remedy) {
        return remedy + "; or, if steps may use the network of this machine, set " + Permission.VARIABLE + "="
                + Permission.HOST_NETWORK;
    }
}
