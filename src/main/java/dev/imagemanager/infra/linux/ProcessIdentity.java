package dev.imagemanager.infra.linux;

import dev.imagemanager.infra.daemon.Daemons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Identifies a process uniquely, even after its id was reused: by its id, its start time since boot, and the boot.
 * {@link ProcessHandle.Info#startInstant} is not suitable, since it changes whenever the clock is set.
 *
 * @param startTicks field 22 of {@code /proc/PID/stat}, proc(5)
 *
 * @param boot {@code /proc/sys/kernel/random/boot_id}, random(4)
 */
public record ProcessIdentity(long pid, long startTicks, String boot) {

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,10}) ([0-9]{1,19}) ([0-9a-f-]{36})\\s*");

    /** Matches the fields from the third on. The name before them may contain any character. */
    private static final Pattern STAT = Pattern.compile(".*\\) (\\S)(?: \\S+){18} (\\d+) .*", Pattern.DOTALL);

    /** Returns empty if there is no such process or if it is a zombie. */
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

    /** Parses what {@link Daemons} lets daemons write about themselves. */
    public static Optional<ProcessIdentity> parse(String text) {
        Matcher written = WRITTEN.matcher(text);
        return written.matches()
                ? Optional.of(new ProcessIdentity(
                        Long.parseLong(written.group(1)), Long.parseLong(written.group(2)), written.group(3)))
                : Optional.empty();
    }

    /** Returns whether this process still runs. A zombie does not run. */
    public boolean isAlive() {
        return of(pid).filter(this::equals).isPresent();
    }

    @Override
    public String toString() {
        return pid + " " + startTicks + " " + boot;
    }
}
