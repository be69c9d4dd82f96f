package dev.imagemanager.cli.console;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jline.utils.Signals;

/** The terminal that standard error is, if it is one. Asked with {@code stty}, which needs no native code. */
@Singleton
public final class Terminal {

    private static final Pattern SIZE = Pattern.compile("([0-9]{1,5}) ([0-9]{1,5})\\s*");
    private static final int SECONDS_TO_ANSWER = 5;
    private static final String RESIZED = "WINCH";

    /** Returns its size; empty if standard error is no terminal, or one that does not know its size. */
    public Optional<TerminalSize> size() throws InterruptedException {
        Process stty;
        try {
            stty = new ProcessBuilder("sh", "-c", "exec stty size <&2 2>/dev/null")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException noShell) {
            return Optional.empty();
        }
        try (InputStream output = stty.getInputStream()) {
            String printed = new String(output.readAllBytes(), StandardCharsets.US_ASCII);
            if (!stty.waitFor(SECONDS_TO_ANSWER, TimeUnit.SECONDS)) {
                return Optional.empty();
            }
            Matcher size = SIZE.matcher(printed);
            return size.matches()
                    ? Optional.of(new TerminalSize(Integer.parseInt(size.group(2)), Integer.parseInt(size.group(1))))
                            .filter(known -> known.columns() > 0 && known.rows() > 0)
                    : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        } finally {
            stty.destroy();
        }
    }

    /** Returns whether output can be shown live in an environment: not for CI systems, and not on a terminal that cannot move its cursor. */
    public static boolean canBeLive(Map<String, String> environment) {
        String kind = environment.getOrDefault("TERM", "");
        return !environment.containsKey("CI") && !kind.isEmpty() && !kind.equals("dumb");
    }

    /**
     * Calls an action whenever the size changes.
     *
     * @return ends that; empty if changes are not told
     */
    Optional<Runnable> onResize(Runnable action) {
        return Optional.ofNullable(Signals.register(RESIZED, action))
                .map(before -> () -> Signals.unregister(RESIZED, before));
    }
}
