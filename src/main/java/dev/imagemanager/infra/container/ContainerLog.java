package dev.imagemanager.infra.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.LogContainerCmd;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Frame;
import dev.imagemanager.infra.daemon.Polling;
import dev.imagemanager.pipeline.services.ServiceLog;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The log of a container, stored by its Docker daemon. */
final class ContainerLog implements ServiceLog {

    private static final Duration FOREVER = Duration.ofDays(365);

    private final DockerClient client;
    private final String container;

    ContainerLog(DockerClient client, String container) {
        this.client = client;
        this.container = container;
    }

    @Override
    public void read(boolean follow, Predicate<String> reader) throws InterruptedException {
        String start = startOf();
        while (request(client.logContainerCmd(container).withFollowStream(follow), reader) && follow) {
            String last = start;
            Polling.await(FOREVER, () -> !startOf().isEmpty() && !startOf().equals(last));
            start = startOf();
        }
    }

    /** Reads the log so far. Not interruptible. */
    void readToEnd(int lastLines, Consumer<String> reader) {
        LogContainerCmd command = client.logContainerCmd(container);
        if (lastLines < Integer.MAX_VALUE) {
            command.withTail(lastLines);
        }
        boolean interrupted = Thread.interrupted();
        try {
            request(command, line -> {
                reader.accept(line);
                return true;
            });
        } catch (InterruptedException again) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Returns the time of the container's last start; empty if the container does not exist. */
    private String startOf() {
        try {
            return client.inspectContainerCmd(container).exec().getState().getStartedAt();
        } catch (NotFoundException gone) {
            return "";
        }
    }

    /** @return whether the reader accepts more lines */
    private boolean request(LogContainerCmd command, Predicate<String> reader) throws InterruptedException {
        try (Lines lines = command.withStdOut(true).withStdErr(true).exec(new Lines(reader))) {
            lines.ended.await();
            return lines.isMoreWanted;
        } catch (IOException | RuntimeException failure) {
            throw new EnvironmentException(
                    Problem.error("cannot read the log of " + container + ": " + DockerClients.reason(failure)),
                    failure);
        }
    }

    private static final class Lines extends ResultCallback.Adapter<Frame> {

        private final Predicate<String> reader;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile boolean isMoreWanted = true;

        Lines(Predicate<String> reader) {
            this.reader = reader;
        }

        @Override
        public void onNext(Frame frame) {
            for (byte b : frame.getPayload()) {
                if (b == '\n') {
                    hand();
                } else {
                    line.write(b);
                }
            }
        }

        private void hand() {
            if (isMoreWanted && !reader.test(line.toString(StandardCharsets.UTF_8))) {
                isMoreWanted = false;
                ended.countDown();
            }
            line.reset();
        }

        @Override
        public void onComplete() {
            if (line.size() > 0) {
                hand();
            }
            super.onComplete();
            ended.countDown();
        }

        @Override
        public void onError(Throwable failure) {
            super.onError(failure);
            ended.countDown();
        }
    }
}
