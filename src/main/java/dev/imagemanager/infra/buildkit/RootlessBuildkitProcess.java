package dev.imagemanager.infra.buildkit;

import dev.imagemanager.infra.daemon.DaemonLaunch;
import dev.imagemanager.infra.daemon.Daemons;
import dev.imagemanager.infra.daemon.Requirements;
import dev.imagemanager.infra.daemon.ServiceDirectory;
import dev.imagemanager.infra.daemon.ServiceHost;
import dev.imagemanager.infra.daemon.ServiceWay;
import dev.imagemanager.infra.linux.OperatingSystem;
import dev.imagemanager.infra.linux.UserNamespaces;
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
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * buildkitd of a user without root rights: root only in namespaces that RootlessKit makes (BuildKit documentation,
 * "Rootless mode"). One of them is for processes, so that with RootlessKit all of them end, those of builds too, and
 * builds see no others although they share the daemon's.
 */
@Singleton
public final class RootlessBuildkitProcess implements ServiceWay<DaemonLaunch> {

    private static final String REMEDY = "start buildkitd and set BUILDKIT_HOST to its address";
    private static final String SOCKET = "buildkitd.sock";
    private static final String DATA = "data";
    private static final Duration REMOVAL_LIMIT = Duration.ofMinutes(5);
    private static final String TRACE_SOCKET = "trace.sock";
    private static final String ROOTLESSKIT_STATE = "rootlesskit";

    /** RootlessKit's own, and of all the one with the longest path. */
    private static final String ROOTLESSKIT_SOCKET = ROOTLESSKIT_STATE + "/api.sock";

    /** The state is for its owner alone already; in images, files that builds make are for all. */
    private static final List<String> WITH_USUAL_MODES = List.of("sh", "-c", "umask 022; exec \"$@\"", "sh");

    private final Daemons daemons;
    private final Requirements requirements;
    private final UserNamespaces namespaces;
    private final ProcessRunner processes;

    @Inject
    public RootlessBuildkitProcess(
            Daemons daemons, Requirements requirements, UserNamespaces namespaces, ProcessRunner processes) {
        this.daemons = daemons;
        this.requirements = requirements;
        this.namespaces = namespaces;
        this.processes = processes;
    }

    @Override
    public ServiceHost<DaemonLaunch> host() {
        return daemons;
    }

    @Override
    public String ownAddress(ServiceDirectory directory, ServiceScope scope) {
        return directory.addressOf(SOCKET);
    }

    @Override
    public Optional<Problem> obstacle(ServiceDirectory directory) {
        return requirements
                .missing(false, REMEDY, "buildctl", "buildkitd", BuildkitProcess.RUNTIME, "rootlesskit")
                .or(this::lackingRights)
                .or(() -> directory.obstacleTo(ROOTLESSKIT_SOCKET));
    }

    private Optional<Problem> lackingRights() {
        List<Problem> lacking = namespaces.lacking();
        return lacking.isEmpty()
                ? Optional.empty()
                : Optional.of(Problem.error("without root it takes user namespaces: "
                                + lacking.stream().map(Problem::message).collect(Collectors.joining("; ")))
                        .withHint("'image-manager doctor' shows remedies; or run as root, or " + REMEDY));
    }

    @Override
    public DaemonLaunch prepare(ServiceDirectory directory, ServiceScope scope, Optional<String> lastAddress) {
        String socket = directory.newSocket(SOCKET);
        directory.newSocket(TRACE_SOCKET);
        Path config = directory.write(BuildkitdConfig.FILE, config(directory, scope));
        List<String> command = List.of(
                requirements.path("rootlesskit"),
                "--net=host",
                "--pidns",
                "--state-dir=" + directory.resolve(ROOTLESSKIT_STATE),
                requirements.path("buildkitd"),
                "--config",
                config.toString(),
                "--oci-worker-no-process-sandbox");
        return new DaemonLaunch(
                Stream.concat(WITH_USUAL_MODES.stream(), command.stream()).toList(),
                socket,
                false,
                CacheKeys.with(
                        scope.settings(),
                        Map.of(
                                "PATH",
                                requirements.searchPathWith("buildkitd", BuildkitProcess.RUNTIME),
                                // With another name than root's, runc and buildkitd write to the directory instead of
                                // /run.
                                "USER",
                                OperatingSystem.user(),
                                "XDG_RUNTIME_DIR",
                                directory.create("runtime").toString())),
                Set.of("BUILDKIT_HOST", "ROOTLESSKIT_", CacheKeys.PREFIX));
    }

    @Override
    public void release(ServiceDirectory directory) {
        directory.delete(SOCKET);
        directory.delete(TRACE_SOCKET);
    }

    /** Files of images belong to the user's subordinate ids, and can be removed as root of the same namespaces only. */
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
            throw new EnvironmentException(Problem.error("cannot remove " + data + " through rootlesskit: "
                            + (errors.isEmpty() ? "exit code " + exitCode : String.join("; ", errors)))
                    .withHint("'image-manager doctor' shows what namespaces need; or remove it as root"));
        }
    }

    @Override
    public Optional<Problem> note(ServiceDirectory directory, ServiceScope scope) {
        return BuildkitdConfig.note(directory, () -> config(directory, scope));
    }

    /** Control groups are root's: builds stay in the user's own. */
    private static String config(ServiceDirectory directory, ServiceScope scope) {
        return BuildkitdConfig.of(
                scope,
                new BuildkitdConfig.Surroundings(
                        Optional.of(directory.resolve(DATA)),
                        directory.addressOf(SOCKET),
                        Optional.empty(),
                        Optional.of(directory.resolve(TRACE_SOCKET)),
                        Optional.empty(),
                        host -> host,
                        Path::toString));
    }
}
