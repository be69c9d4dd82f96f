package dev.imagemanager.infra.buildkit;

import dev.imagemanager.config.Environment;
import dev.imagemanager.file.CurrentUser;
import dev.imagemanager.infra.daemon.ProcessDescription;
import dev.imagemanager.infra.daemon.Requirements;
import dev.imagemanager.infra.daemon.ServiceDirectory;
import dev.imagemanager.infra.daemon.ServiceHooks;
import dev.imagemanager.infra.daemon.ServicePlace;
import dev.imagemanager.infra.daemon.ServiceSocket;
import dev.imagemanager.infra.linux.UserNamespaces;
import dev.imagemanager.infra.network.StepNetwork;
import dev.imagemanager.infra.process.ProcessCommand;
import dev.imagemanager.infra.process.ProcessRunner;
import dev.imagemanager.pipeline.services.ServiceScope;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * buildkitd without root privileges, in namespaces created by RootlessKit (BuildKit documentation, "Rootless mode").
 * Since builds share the PID namespace of the daemon, it is a new one: builds do not see other processes of the
 * machine, and all processes are killed when RootlessKit exits. Builds have a network of their own; buildkitd stays in that
 * of the machine (RootlessKit documentation, "Detaching network namespace").
 */
@Singleton
public final class RootlessBuildkitProcess implements ServiceHooks {

    private static final String DATA = "data";
    private static final Duration REMOVAL_LIMIT = Duration.ofMinutes(5);
    private static final String TRACE_SOCKET = "trace.sock";

    /** A short name, because it is part of the paths of sockets. */
    private static final String ROOTLESSKIT_STATE = "rk";

    private static final ServiceSocket SOCKET = new ServiceSocket(
            "buildkitd.sock",
            List.of(TRACE_SOCKET, ROOTLESSKIT_STATE + "/api.sock", ROOTLESSKIT_STATE + "/gvisortapvsock/tap.sock"));

    private static final Duration VERSION_LIMIT = Duration.ofSeconds(10);

    /** The first version with a network driver that needs no other program. */
    private static final int VERSION_WITH_NETWORK = 3;

    /** Sets the usual umask, so that files in images are readable. The state directory itself is private. */
    private static final List<String> WITH_USUAL_MODES = List.of("sh", "-c", "umask 022; exec \"$@\"", "sh");

    private final Requirements requirements;
    private final UserNamespaces namespaces;
    private final StepNetwork steps;
    private final ProcessRunner processes;
    private final Environment environment;

    @Inject
    public RootlessBuildkitProcess(
            Requirements requirements,
            UserNamespaces namespaces,
            StepNetwork steps,
            ProcessRunner processes,
            Environment environment) {
        this.environment = environment;
        this.requirements = requirements;
        this.namespaces = namespaces;
        this.steps = steps;
        this.processes = processes;
    }

    ProcessDescription description() {
        return ProcessDescription.of(
                        SOCKET,
                        List.of("buildctl", "buildkitd", BuildkitProcess.RUNTIME, "rootlesskit"),
                        BuildkitProcess.REMEDY,
                        this::command)
                .environment(RootlessBuildkitProcess::environment)
                .with(this);
    }

    private List<String> command(ServicePlace place, Requirements programs) throws InterruptedException {
        ServiceDirectory directory = place.directory();
        StepRuntime runtime = runtime(directory);
        runtime.write(directory, programs);
        List<String> command = new ArrayList<>(WITH_USUAL_MODES);
        command.add(programs.path("rootlesskit"));
        command.addAll(
                runtime.namespace().isEmpty()
                        ? List.of("--net=host")
                        : List.of("--net=" + networkDriver(programs), "--detach-netns", "--disable-host-loopback"));
        command.addAll(List.of(
                "--pidns",
                "--state-dir=" + place.directory().socket(ROOTLESSKIT_STATE),
                programs.path("buildkitd"),
                "--config",
                place.write(BuildkitdConfig.FILE, config(directory, place.scope())),
                "--oci-worker-no-process-sandbox"));
        return command;
    }

    /** Returns the network driver of RootlessKit (RootlessKit documentation, "Network Drivers"). */
    private String networkDriver(Requirements programs) throws InterruptedException {
        String rootlesskit = programs.path("rootlesskit");
        List<String> printed = Collections.synchronizedList(new ArrayList<>());
        processes.run(
                ProcessCommand.of(VERSION_LIMIT, List.of(rootlesskit, "--print-semver", "major")),
                printed::add,
                line -> {});
        String version = String.join("", printed).strip();
        if (version.matches("[0-9]{1,4}") && Integer.parseInt(version) >= VERSION_WITH_NETWORK) {
            return "gvisor-tap-vsock";
        }
        if (programs.find("slirp4netns").isPresent()) {
            return "slirp4netns";
        }
        throw new EnvironmentException(StepNetwork.refusal(
                rootlesskit + " is older than version " + VERSION_WITH_NETWORK + ", and slirp4netns is not on the PATH",
                "'image-manager tools install rootlesskit', or remove the old one from the PATH; or "
                        + BuildkitProcess.REMEDY));
    }

    private StepRuntime runtime(ServiceDirectory directory) {
        return StepRuntime.in(
                directory,
                steps.isOfMachine() ? Optional.empty() : Optional.of(directory.socket(ROOTLESSKIT_STATE) + "/netns"));
    }

    /** With a {@code USER} other than root, runc and buildkitd use {@code XDG_RUNTIME_DIR} instead of {@code /run}. */
    private static Map<String, String> environment(ServicePlace place, Requirements programs) {
        return CacheKeys.with(
                place.scope().provided().cache(),
                Map.of(
                        "PATH",
                        programs.searchPathWith("buildkitd", BuildkitProcess.RUNTIME),
                        "USER",
                        CurrentUser.name(),
                        "XDG_RUNTIME_DIR",
                        place.directory().create("runtime").toString()));
    }

    @Override
    public Optional<Problem> obstacle(ServiceDirectory directory) {
        List<Problem> lacking = namespaces.lacking();
        return lacking.isEmpty()
                ? steps.obstacle(steps.lackingWithoutRoot(), BuildkitProcess.REMEDY)
                : Optional.of(Problem.error("user namespaces are required without root: "
                                + lacking.stream().map(Problem::message).collect(Collectors.joining("; ")))
                        .withHint(
                                "'image-manager doctor' shows remedies; or run as root, or " + BuildkitProcess.REMEDY));
    }

    /** Removes the data as root of a user namespace, since files of images belong to the user's subordinate ids. */
    @Override
    public void removeData(ServiceDirectory directory) throws InterruptedException {
        Path data = directory.resolve(DATA);
        Optional<String> program = requirements.find("rootlesskit");
        if (program.isEmpty() || Files.notExists(data, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<String> errors = Collections.synchronizedList(new ArrayList<>());
        int exitCode = processes.run(
                ProcessCommand.of(REMOVAL_LIMIT, List.of(program.get(), "rm", "-rf", data.toString())),
                line -> {},
                errors::add);
        if (exitCode != 0) {
            throw new EnvironmentException(Problem.error("cannot remove " + data + " with rootlesskit: "
                            + (errors.isEmpty() ? "exit code " + exitCode : String.join("; ", errors)))
                    .withHint("'image-manager doctor' shows what user namespaces need; or remove it as root"));
        }
    }

    @Override
    public boolean isCurrent(ServiceDirectory directory, ServiceScope scope, String address) {
        return BuildkitdConfig.isCurrent(directory, scope, environment, steps.isOfMachine());
    }

    @Override
    public Optional<Problem> note(ServiceDirectory directory, ServiceScope scope) {
        return BuildkitdConfig.note(directory, () -> config(directory, scope));
    }

    /** Sets no parent control group, since only root can create it. */
    private String config(ServiceDirectory directory, ServiceScope scope) {
        return BuildkitdConfig.of(
                scope,
                BuildkitdConfig.entitlements(scope, environment),
                new BuildkitdConfig.Surroundings(
                        Optional.of(directory.resolve(DATA)),
                        SOCKET.likelyAddress(directory, scope),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(directory.socket(TRACE_SOCKET)),
                        Optional.of(runtime(directory)),
                        Optional.empty(),
                        steps.isOfMachine(),
                        host -> host,
                        Path::toString));
    }
}
