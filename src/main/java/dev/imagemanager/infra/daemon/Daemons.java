package dev.imagemanager.infra.daemon;

import dev.imagemanager.infra.linux.ProcessIdentity;
import dev.imagemanager.infra.process.PassedVariables;
import dev.imagemanager.model.settings.ServiceMode;
import dev.imagemanager.pipeline.build.ProxyArguments;
import dev.imagemanager.pipeline.services.ServiceLog;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import jakarta.inject.Singleton;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Starts and stops processes that keep running after this program exits: each in its own session (setsid(2)), which
 * Ctrl-C does not reach, with files instead of pipes. A shell writes the pid file before it executes the daemon, so the
 * daemon is found again even if this program is killed during the start.
 */
@Singleton
public final class Daemons implements ServiceHost<DaemonLaunch> {

    private static final Logger LOG = Logger.getLogger(Daemons.class);

    private static final Duration RECORD_LIMIT = Duration.ofSeconds(10);
    /** Longer than the ten seconds that Garage waits for open connections. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

    private static final Duration KILL_LIMIT = Duration.ofSeconds(10);
    private static final int SHOWN_LOG_LINES = 15;

    /** Not those of the caller that are for another program, or secret. */
    private static final PassedVariables VARIABLES = PassedVariables.USUAL.and(ProxyArguments.NAMES);

    /** What the shell writes before it renames it to the pid file. */
    private static final String NEW_PID_FILE = "pid.new";

    /**
     * Writes the pid file {@code $0} in the format of {@link ProcessIdentity}, then executes the daemon. Does not write
     * through a link ({@code noclobber}).
     */
    private static final String RECORDED =
            """
            umask 077
            set -C
            echo "$$ $(cut -d ' ' -f 22 /proc/$$/stat) $(cat /proc/sys/kernel/random/boot_id)" >"$0.new" || exit 1
            mv "$0.new" "$0" || exit 1
            exec "$@"
            """;

    /**
     * The init process of a PID namespace. When it exits, the kernel kills all other processes in the namespace,
     * including containers, and removes their mounts, even after a crash (pid_namespaces(7)). {@code $0} is an empty
     * directory for a private {@code /run}, which only contains the {@code resolv.conf} of this machine, and the
     * working directory, that of the service, at {@link ServiceDirectory#PLAIN_PATH}.
     */
    private static final String ISOLATED =
            """
            umask 022
            mount -t tmpfs -o mode=755 tmpfs "$0" || exit 1
            resolver=$(dirname "$(readlink -f /etc/resolv.conf)")
            case $resolver in
              /run/*) mkdir -p "$0${resolver#/run}" && mount --bind "$resolver" "$0${resolver#/run}" || exit 1 ;;
            esac
            mkdir "$0/service" && mount --bind . "$0/service" || exit 1
            mount --rbind "$0" /run || exit 1
            "$@" &
            daemon=$!
            trap 'kill -TERM $daemon' TERM
            wait $daemon
            code=$?
            if kill -0 $daemon 2>/dev/null; then wait $daemon; fi
            exit $code
            """;

    private static final List<String> UNSHARE =
            List.of("unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "--propagation", "slave");

    /** Returns the programs of util-linux that {@link #start} needs. */
    public static List<String> tools(boolean isolated) {
        return isolated ? List.of("setsid", "unshare", "mount") : List.of("setsid");
    }

    private final Duration stopLimit;

    public Daemons() {
        this(STOP_LIMIT);
    }

    Daemons(Duration stopLimit) {
        this.stopLimit = stopLimit;
    }

    @Override
    public ServiceMode mode() {
        return ServiceMode.PROCESS;
    }

    @Override
    public boolean isRunning(ServiceDirectory directory) {
        return running(directory).isPresent();
    }

    private static Optional<ProcessIdentity> running(ServiceDirectory directory) {
        return directory
                .read(directory.pidFile().getFileName().toString())
                .flatMap(ProcessIdentity::parse)
                .filter(ProcessIdentity::isAlive);
    }

    @Override
    public boolean isOrphaned(ServiceDirectory directory) {
        return !isRunning(directory) && !new DaemonMark(directory).find().isEmpty();
    }

    /** Not interruptible until the pid file is written. */
    @Override
    public void start(ServiceDirectory directory, DaemonLaunch launch, Consumer<Problem> notes) {
        List<String> command = new ArrayList<>(
                List.of("setsid", "sh", "-c", RECORDED, directory.pidFile().toString()));
        try {
            if (launch.isolated()) {
                command.addAll(UNSHARE);
                command.addAll(
                        List.of("sh", "-c", ISOLATED, directory.create("run").toString()));
            }
            command.addAll(launch.command());
            Files.deleteIfExists(directory.pidFile());
            Files.deleteIfExists(directory.resolve(NEW_PID_FILE));
            keepLastLog(directory);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.path().toFile())
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(directory.log().toFile())
                    .redirectErrorStream(true);
            VARIABLES.reduce(builder.environment());
            builder.environment().putAll(launch.environment());
            builder.environment().put(DaemonMark.VARIABLE, new DaemonMark(directory).value());
            LOG.debugf("starting %s", command);
            Process process = builder.start();
            Polling.awaitUninterruptibly(RECORD_LIMIT, () -> Files.exists(directory.pidFile()) || !process.isAlive());
        } catch (IOException failure) {
            throw new EnvironmentException(
                    Problem.error("cannot start " + launch.command().get(0) + ": " + FailureReason.of(failure))
                            .withHint("check the free space, and that setsid is on the PATH"),
                    failure);
        }
    }

    private static void keepLastLog(ServiceDirectory directory) throws IOException {
        try {
            Files.move(directory.log(), directory.resolve("log.last"), StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException none) {
            return;
        }
    }

    @Override
    public boolean stop(ServiceDirectory directory) {
        Optional<ProcessIdentity> recorded = running(directory);
        List<ProcessIdentity> daemons = recorded.map(List::of).orElseGet(() -> new DaemonMark(directory).find());
        daemons.forEach(daemon -> end(daemon, directory));
        directory.delete(directory.pidFile().getFileName().toString());
        return !daemons.isEmpty();
    }

    @Override
    public boolean stopUnrecorded(ServiceDirectory directory) {
        List<ProcessIdentity> daemons = new DaemonMark(directory).find();
        daemons.forEach(daemon -> end(daemon, directory));
        return !daemons.isEmpty();
    }

    private void end(ProcessIdentity identity, ServiceDirectory directory) {
        List<ProcessHandle> processes = new ArrayList<>();
        ProcessHandle.of(identity.pid()).ifPresent(process -> {
            // unshare does not forward SIGTERM, so it is sent to its child, the init process of the namespace.
            boolean isIsolated = process.info()
                    .command()
                    .filter(command -> command.endsWith("/unshare"))
                    .isPresent();
            process.children().forEach(processes::add);
            (isIsolated ? List.copyOf(processes) : List.of(process)).forEach(ProcessHandle::destroy);
            processes.add(process);
        });
        if (!ended(stopLimit, identity, processes)) {
            processes.forEach(ProcessHandle::destroyForcibly);
            if (!ended(KILL_LIMIT, identity, processes)) {
                throw new EnvironmentException(Problem.error(
                                "process " + identity.pid() + " of " + directory.path() + " does not exit")
                        .withHint("it may belong to another user or be waiting for a disk; see " + directory.log()));
            }
        }
    }

    private static boolean ended(Duration limit, ProcessIdentity identity, List<ProcessHandle> processes) {
        return Polling.awaitUninterruptibly(
                limit,
                () -> !identity.isAlive()
                        && processes.stream()
                                .noneMatch(process -> process.pid() != identity.pid() && process.isAlive()));
    }

    @Override
    public Optional<ServiceLog> log(ServiceDirectory directory) {
        return directory.keptLog();
    }

    @Override
    public List<String> lastLogLines(ServiceDirectory directory) {
        try {
            List<String> lines = new String(Files.readAllBytes(directory.log()), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return lines.subList(Math.max(0, lines.size() - SHOWN_LOG_LINES), lines.size());
        } catch (IOException none) {
            return List.of();
        }
    }
}
