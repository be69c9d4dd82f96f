package dev.imagemanager.infra.registry;

import dev.imagemanager.infra.http.Backoff;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Retries idempotent calls after temporary failures: a busy or restarting server, or a broken connection. Refused
 * connections, timeouts and untrusted certificates are not retried. {@link Backoff} says how often and when.
 */
final class Retries {

    private static final Logger LOG = Logger.getLogger(Retries.class);

    private final Backoff backoff;

    Retries(Backoff backoff) {
        this.backoff = backoff;
    }

    /** A call that can be retried. */
    @FunctionalInterface
    interface Call<T> {
        T make() throws IOException, InterruptedException;
    }

    <T> T run(Call<T> call) throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return call.make();
            } catch (IOException failure) {
                Optional<Duration> wait =
                        isTemporary(failure) ? backoff.next(attempt, request(failure)) : Optional.empty();
                if (wait.isEmpty()) {
                    throw failure;
                }
                LOG.debugf(failure, "retrying in %s", wait.get());
                backoff.pause(wait.get());
            }
        }
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

    private static Optional<Duration> request(IOException failure) {
        return failure instanceof RegistryException answer
                ? answer.retryAfter().map(RetryAfter::time)
                : Optional.empty();
    }
}
