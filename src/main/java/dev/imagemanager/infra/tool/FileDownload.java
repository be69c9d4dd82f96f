package dev.imagemanager.infra.tool;

import dev.imagemanager.infra.http.BodySink;
import dev.imagemanager.infra.http.OutgoingHttp;
import dev.imagemanager.reference.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Downloads a file over HTTP. */
final class FileDownload {

    private static final long MEBIBYTE = 1 << 20;

    /** In bytes; the largest download of a tool has about a tenth of it. */
    private static final long SIZE_LIMIT = 1024 * MEBIBYTE;

    private final Duration timeLimit;
    private final long sizeLimit;
    private final OutgoingHttp http;

    /** @param timeLimit for the whole file */
    FileDownload(Duration timeLimit, OutgoingHttp http) {
        this(timeLimit, SIZE_LIMIT, http);
    }

    FileDownload(Duration timeLimit, long sizeLimit, OutgoingHttp http) {
        this.timeLimit = timeLimit;
        this.sizeLimit = sizeLimit;
        this.http = http;
    }

    /**
     * @param file to write the content to
     * @return the SHA-256 of the received content, in hexadecimal digits
     * @throws IOException if the download is incomplete, too large or cannot be written; the file may then contain a part of it
     */
    String get(URI address, Path file) throws IOException, InterruptedException {
        MessageDigest digest = Digest.sha256();
        AtomicLong left = new AtomicLong(sizeLimit);
        try (OutputStream output = Files.newOutputStream(file)) {
            BodyHandler<Void> body = response -> response.statusCode() == 200
                    ? new BodySink(part -> {
                        if (left.addAndGet(-part.remaining()) < 0) {
                            throw new IOException("it is larger than " + sizeLimit / MEBIBYTE + " MiB");
                        }
                        byte[] bytes = new byte[part.remaining()];
                        part.get(bytes);
                        output.write(bytes);
                        digest.update(bytes);
                    })
                    : BodySubscribers.discarding();
            int status = http.send(http.request(address.toString()).build(), body, timeLimit)
                    .statusCode();
            if (status != 200) {
                throw new IOException("the server answered with HTTP status " + status);
            }
        } catch (ConnectException | HttpConnectTimeoutException nobodyThere) {
            throw new IOException("cannot connect to the server", nobodyThere);
        } catch (HttpTimeoutException tooSlow) {
            throw new IOException("it was not complete within " + timeLimit.toSeconds() + " seconds", tooSlow);
        } catch (IOException failure) {
            throw new IOException(reason(failure), failure);
        }
        return Digest.finish(digest).hex();
    }

    /** Returns a message for a failure. Some exceptions of the client have no message, or only their cause has one. */
    private static String reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null && !cause.getMessage().isBlank()) {
                return cause.getMessage();
            }
        }
        return failure.getClass().getSimpleName();
    }
}
