package dev.imagemanager.infra.registry;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * Retries idempotent calls after temporary failures: a busy or restarting server, or a broken connection. Refused
 * connections, timeouts and untrusted certificates are not retried.
 */
final class Retries {

    /** The delays before the second, third and fourth attempt, unless the server sends one. */
    private static final List<Duration> PAUSES =
            List.of(Duration.ofMillis(250), Duration.ofSeconds(1), Duration.ofSeconds(3));

    /** The longest delay. A server that asks for a longer one is not asked again. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private static final Logger LOG = Logger.getLogger(Retries.class);

    private final Pause pause;

    /** @param pause waits between attempts */
    Retries(Pause pause) {
        this.pause = pause;
    }

    static Retries inRealTime() {
        return new Retries(Retries::await);
    }

    /** A call that can be retried. */
    @FunctionalInterface
    interface Call<T> {
        T make() throws IOException, InterruptedException;
    }

    /** Waits. */
    @FunctionalInterface
    interface Pause {
        void await(Duration time) throws InterruptedException;
    }

    <T> T run(Call<T> call) throws IOException, InterruptedException {
        for (Duration standard : PAUSES) {
            try {
                return call.make();
            } catch (IOException failure) {
                Optional<RetryAfter> asked = request(failure);
                if (!isTemporary(failure) || asked.filter(Retries::isTooLong).isPresent()) {
                    throw failure;
                }
                Duration time = asked.map(RetryAfter::time).orElse(standard);
                LOG.debugf(failure, "retrying in %s", time);
                pause.await(time);
            }
        }
        return call.make();
    }

    /** Returns whether a server cannot be reached, or is not able to answer. */
    static boolean isOutage(IOException failure) {
        if (failure instanceof RegistryException answer) {
            return answer.isTemporary();
        }
        return failure instanceof ConnectException
                || failure instanceof HttpTimeoutException
                || failure instanceof NotManifestException
                || isTemporary(failure);
    }

    private static boolean isTemporary(IOException failure) {
        if (failure instanceof RegistryException answer) {
            return answer.isTemporary();
        }
        if (failure instanceof HttpTimeoutException || failure instanceof InvalidResponseException) {
            return false;
        }
        boolean isBroken = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException) {
                return false;
            }
            isBroken |= cause instanceof SocketException
                    || cause instanceof EOFException
                    || cause instanceof ClosedChannelException
                    || isClosedStream(cause);
        }
        return isBroken;
    }

    /** Java's client has no type for a server that ends an HTTP/2 connection (RFC 9113, section 6.8) or stream. */
    private static boolean isClosedStream(Throwable cause) {
        String message = cause.getMessage();
        return cause instanceof IOException
                && message != null
                && (message.contains("GOAWAY") || message.contains("RST_STREAM"));
    }

    private static Optional<RetryAfter> request(IOException failure) {
        return failure instanceof RegistryException answer ? answer.retryAfter() : Optional.empty();
    }

    /** Returns whether a server asks for a longer delay than anybody should wait. */
    static boolean isTooLong(RetryAfter asked) {
        return asked.time().compareTo(LONGEST_PAUSE) > 0;
    }

    private static void await(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }
}
