package dev.imagemanager.infra.tool;

import dev.imagemanager.infra.http.OutgoingHttp;
import dev.imagemanager.pipeline.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Gets a file over HTTP. */
final class FileDownload {

    private final Duration timeLimit;
    private final OutgoingHttp http;

    /** @param timeLimit for the whole file */
    FileDownload(Duration timeLimit, OutgoingHttp http) {
        this.timeLimit = timeLimit;
        this.http = http;
    }

    /**
     * @param file where the content goes
     * @return the SHA-256 of what was received, in hexadecimal digits
     * @throws IOException if not all of it arrived, or could not be written; the file may hold a part then
     */
    String get(URI address, Path file) throws IOException, InterruptedException {
        MessageDigest digest = Sha256.digest();
        try (OutputStream output = Files.newOutputStream(file)) {
            Sink sink = new Sink(output, digest);
            BodyHandler<Void> body = response -> response.statusCode() == 200
                    ? BodySubscribers.ofByteArrayConsumer(sink::accept)
                    : BodySubscribers.discarding();
            int status = await(http.sendAsync(http.request(address.toString()).build(), body))
                    .statusCode();
            sink.throwIfFailed();
            if (status != 200) {
                throw new IOException("the server answered with HTTP status " + status);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private <T> HttpResponse<T> await(CompletableFuture<HttpResponse<T>> response)
            throws IOException, InterruptedException {
        try {
            return response.get(timeLimit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failure) {
            throw new IOException(reason(failure.getCause()), failure.getCause());
        } catch (TimeoutException tooSlow) {
            throw new IOException("it did not arrive within " + timeLimit.toSeconds() + " seconds", tooSlow);
        } finally {
            response.cancel(true);
        }
    }

    /** Some of the client's exceptions have no message, or leave their reason to their cause. */
    private static String reason(Throwable failure) {
        if (failure instanceof java.net.ConnectException) {
            return "there is no connection to the server";
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null && !cause.getMessage().isBlank()) {
                return cause.getMessage();
            }
        }
        return failure.getClass().getSimpleName();
    }

    /** Takes the parts of the body in a thread of the client's, one after the other. */
    private static final class Sink {

        private final OutputStream output;
        private final MessageDigest digest;
        private volatile IOException failure;

        Sink(OutputStream output, MessageDigest digest) {
            this.output = output;
            this.digest = digest;
        }

        void accept(Optional<byte[]> part) {
            if (part.isEmpty() || failure != null) {
                return;
            }
            try {
                output.write(part.get());
                digest.update(part.get());
            } catch (IOException cannotWrite) {
                failure = cannotWrite;
            }
        }

        void throwIfFailed() throws IOException {
            if (failure != null) {
                throw failure;
            }
        }
    }
}
