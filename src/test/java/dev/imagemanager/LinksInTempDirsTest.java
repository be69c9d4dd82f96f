package dev.imagemanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

class LinksInTempDirsTest {

    private static final Logger JUNIT =
            Logger.getLogger("org.junit.jupiter.engine.extension.TempDirectory$CloseablePath");

    /** Run by the test below only: Surefire leaves nested classes out. */
    static class LinksToElsewhere {

        private static volatile Path last;

        @TempDir
        static Path shared;

        @TempDir
        Path directory;

        @Test
        void makeThem() throws IOException {
            last = directory;
            Path elsewhere = Files.createDirectory(directory.resolve("folder"));
            Files.createSymbolicLink(elsewhere.resolve("file"), Path.of("/dev/null"));
            Files.createSymbolicLink(directory.resolve("root"), Path.of("/"));
            Files.createSymbolicLink(shared.resolve("file"), Path.of("/dev/null"));
        }
    }

    @Test
    void areRemovedWithoutAWarning() {
        List<String> messages = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                messages.add(entry.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        JUNIT.addHandler(handler);
        try {
            LauncherFactory.create()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(selectClass(LinksToElsewhere.class))
                                    .build(),
                            summary);
        } finally {
            JUNIT.removeHandler(handler);
        }

        assertThat(summary.getSummary().getTestsSucceededCount()).isEqualTo(1);
        assertThat(summary.getSummary().getTotalFailureCount()).isZero();
        assertThat(LinksToElsewhere.shared).doesNotExist();
        assertThat(LinksToElsewhere.last).doesNotExist();
        assertThat(messages).isEmpty();
    }
}
