package dev.imagemanager.cli.console;

import dev.imagemanager.config.masking.SecretMask;
import java.util.Arrays;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jboss.logmanager.ExtHandler;

/** Masks credentials in what libraries log, with the messages of exceptions: that goes to standard error without {@link Console}. */
public final class MaskedLog {

    private MaskedLog() {}

    /** Masks what the handlers of a logger write from now on. */
    public static void mask(Logger logger, SecretMask mask) {
        Arrays.stream(logger.getHandlers())
                .flatMap(MaskedLog::withNested)
                .filter(handler -> handler.getFormatter() != null)
                .filter(handler -> !(handler.getFormatter() instanceof Masking))
                .forEach(handler -> handler.setFormatter(new Masking(handler.getFormatter(), mask)));
    }

    private static Stream<Handler> withNested(Handler handler) {
        return handler instanceof ExtHandler outer
                ? Stream.concat(
                        Stream.of(handler), Arrays.stream(outer.getHandlers()).flatMap(MaskedLog::withNested))
                : Stream.of(handler);
    }

    private static final class Masking extends Formatter {

        private final Formatter formatter;
        private final SecretMask mask;

        Masking(Formatter formatter, SecretMask mask) {
            this.formatter = formatter;
            this.mask = mask;
        }

        @Override
        public String format(LogRecord line) {
            return mask.apply(formatter.format(line));
        }
    }
}
