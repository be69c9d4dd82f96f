package dev.imagemanager.infra.daemon;

import dev.imagemanager.infra.linux.ProcessIdentity;
import dev.imagemanager.model.settings.ServiceMode;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Starts and stops processes that go on when this program ends: each in a session of its own, out of reach of Ctrl-C,
 * with files instead of pipes. Which process it was is known from what it writes about itself before it becomes the
 * daemon, so that nothing is lost if this program is killed in between.
 */
@Singleton
public final class Daemons implements ServiceHost<DaemonLaunch> {

    private static final Logger LOG = Logger.getLogger(Daemons.class);

    private static final Duration RECORD_LIMIT = Duration.ofSeconds(10);
    /** Longer than the ten seconds for which Garage, and others, wait for the connections that are open. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

    private static final Duration KILL_LIMIT = Duration.ofSeconds(10);
    private static final int SHOWN_LOG_LINES = 15;

    /** What a service manager tells its own services, and no others. */
    private static final Set<String> OF_SERVICE_MANAGERS = Set.of("NOTIFY_SOCKET", "LISTEN_", "WATCHDOG_");

    /** Becomes the daemon; {@code $0} is the pid file. See {@link ProcessIdentity} for what is written there. */
    private static final String RECORDED =
            """
            umask 077
            echo "$$ $(cut -d ' ' -f 22 /proc/$$/stat) $(cat /proc/sys/kernel/random/boot_id)" >"$0.new" || exit 1
            mv "$0.new" "$0" || exit 1
            exec "$@"
            """;

    /**
     * The first process in namespaces of its own. When it ends the kernel ends all others in there, containers too, and
     * drops their mounts: nothing stays behind, even after a crash. {@code $0} is an empty directory for a private
     * {@code /run}, in which only the name servers' addresses are the machine's.
     */
    private static final String ISOLATED =
            """
            umask 022
            mount -t tmpfs -o mode=755 tmpfs "$0" || exit 1
            resolver=$(dirname "$(readlink -f /etc/resolv.conf)")
            case $resolver in
              /run/*) mkdir -p "$0${resolver#/run}" && mount --bind "$resolver" "$0${resolver#/run}" || exit 1 ;;
            esac
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

    /** The tools of a Linux distribution that {@link #start} needs; isolation takes both. */
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
    public boolean isLost(ServiceDirectory directory) {
        return !isRunning(directory) && !new DaemonMark(directory).find().isEmpty();
    }

    /** Until the process is on record there is no interruption. */
    @Override
    public void start(ServiceDirectory directory, DaemonLaunch launch, Consumer<Problem> notes) {
        List<String> command = new ArrayList<>(
                List.of("setsid", "sh", "-c", RECORDED, directory.pidFile().toString()));
        try {
            if (launch.isolated()) {
                command.addAll(UNSHARE);
                command.addAll(List.of(
                        "sh",
                        "-c",
                        ISOLATED,
                        Files.createDirectories(directory.resolve("run")).toString()));
            }
            command.addAll(launch.command());
            Files.deleteIfExists(directory.pidFile());
            keepLastLog(directory);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.path().toFile())
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(directory.log().toFile())
                    .redirectErrorStream(true);
            inherit(builder.environment(), launch);
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

    private static void inherit(Map<String, String> environment, DaemonLaunch launch) {
        environment
                .keySet()
                .removeIf(name -> OF_SERVICE_MANAGERS.stream().anyMatch(name::startsWith)
                        || launch.unwantedVariables().stream().anyMatch(name::startsWith));
        environment.putAll(launch.environment());
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

    private void end(ProcessIdentity identity, ServiceDirectory directory) {
        List<ProcessHandle> processes = new ArrayList<>();
        ProcessHandle.of(identity.pid()).ifPresent(process -> {
            // unshare does not pass TERM on: it is for its child, the first process in the namespaces.
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
                throw new EnvironmentException(
                        Problem.error("process " + identity.pid() + " of " + directory.path() + " does not end")
                                .withHint("it may belong to another user, or wait for a disk; see " + directory.log()));
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
