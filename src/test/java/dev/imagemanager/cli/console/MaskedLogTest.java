package dev.imagemanager.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.config.masking.SecretMask;
import java.io.StringWriter;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jboss.logmanager.handlers.WriterHandler;
import org.junit.jupiter.api.Test;

class MaskedLogTest {

    private static final String TOKEN = "ghp_16C7e42F292c6912E7710c838347Ae178B4a";

    private final StringWriter written = new StringWriter();
    private final Logger logger = Logger.getAnonymousLogger();

    /** As Quarkus has it: one handler, with those that write in it. */
    private static final class Outer extends ExtHandler {
        Outer(WriterHandler inner) {
            addHandler(inner);
        }

        @Override
        protected void doPublish(ExtLogRecord line) {
            publishToNestedHandlers(line);
        }
    }

    @Test
    void neitherMessagesNorExceptionsContainCredentials() {
        WriterHandler inner = new WriterHandler();
        inner.setFormatter(new PatternFormatter("%p %s%e%n"));
        inner.setAutoFlush(true);
        inner.setWriter(written);
        logger.setUseParentHandlers(false);
        logger.addHandler(new Outer(inner));
        SecretMask mask = new SecretMask();
        MaskedLog.mask(logger, mask);
        MaskedLog.mask(logger, mask);
        mask.learn(List.of(TOKEN));

        logger.warning("Invalid header: Bearer " + TOKEN);
        logger.log(Level.WARNING, "failed", new IllegalStateException("no " + TOKEN));

        assertThat(written.toString())
                .contains("WARNING Invalid header: Bearer ***", "IllegalStateException: no ***", "\tat ")
                .doesNotContain(TOKEN);
    }
}
