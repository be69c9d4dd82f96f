package dev.imagemanager.infra.linux;

import dev.imagemanager.infra.daemon.Daemons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One process for all times: its number, which the system gives to others later, with when it was started, counted from
 * the start of the system, and which start that was. {@link ProcessHandle.Info#startInstant} will not do: it is computed
 * from the clock, and another instant each time the clock was set.
 *
 * @param startTicks field 22 of {@code /proc/PID/stat}, proc(5)
 * @param boot {@code /proc/sys/kernel/random/boot_id}, random(4)
 */
public record ProcessIdentity(long pid, long startTicks, String boot) {

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,10}) ([0-9]{1,19}) ([0-9a-f-]{36})\\s*");

    /** Fields from the third on: the name before them may hold anything. */
    private static final Pattern STAT = Pattern.compile(".*\\) (\\S)(?: \\S+){18} (\\d+) .*", Pattern.DOTALL);

    /** Empty if there is no such process, or none that runs. */
    public static Optional<ProcessIdentity> of(long pid) {
        try {
            Matcher stat = STAT.matcher(Files.readString(Path.of("/proc", Long.toString(pid), "stat")));
            return stat.matches() && !stat.group(1).equals("Z")
                    ? Optional.of(new ProcessIdentity(
                            pid,
                            Long.parseLong(stat.group(2)),
                            Files.readString(BOOT_ID).strip()))
                    : Optional.empty();
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** What {@link Daemons} has daemons write about themselves. */
    public static Optional<ProcessIdentity> parse(String text) {
        Matcher written = WRITTEN.matcher(text);
        return written.matches()
                ? Optional.of(new ProcessIdentity(
                        Long.parseLong(written.group(1)), Long.parseLong(written.group(2)), written.group(3)))
                : Optional.empty();
    }

    /** Whether it still runs, and is no other of the same number. A zombie does not run. */
    public boolean isAlive() {
        return of(pid).filter(this::equals).isPresent();
    }

    @Override
    public String toString() {
        return pid + " " + startTicks + " " + boot;
    }
}
