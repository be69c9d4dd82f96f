package dev.imagemanager.infra.container;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;

/**
 * Connects to a daemon over TLS without verifying its certificate, for Docker contexts with {@code SkipTLSVerify}.
 * docker-java's own client always verifies host names.
 */
final class UnverifiedHttpClient implements DockerHttpClient {

    private final URI daemon;
    private final SSLContext context;
    private final Duration connectLimit;
    private final Duration responseLimit;

    /** @param daemon {@code tcp://} or {@code https://}, host and port */
    UnverifiedHttpClient(URI daemon, SSLContext context, Duration connectLimit, Duration responseLimit) {
        this.daemon = URI.create("https://" + daemon.getRawAuthority());
        this.context = context;
        this.connectLimit = connectLimit;
        this.responseLimit = responseLimit;
    }

    @Override
    public Response execute(Request request) {
        if (request.hijackedInput() != null) {
            throw new UnsupportedOperationException("internal error: sending input to a container is not supported");
        }
        try {
            HttpsURLConnection connection = (HttpsURLConnection)
                    URI.create(daemon + request.path()).toURL().openConnection(Proxy.NO_PROXY);
            connection.setSSLSocketFactory(context.getSocketFactory());
            connection.setHostnameVerifier((host, session) -> true);
            connection.setConnectTimeout((int) connectLimit.toMillis());
            connection.setReadTimeout((int) responseLimit.toMillis());
            connection.setInstanceFollowRedirects(false);
            connection.setRequestMethod(request.method());
            // The default is a form, which the daemon would parse.
            connection.setRequestProperty("Content-Type", "application/octet-stream");
            request.headers().forEach(connection::setRequestProperty);
            // On a connection that was used before, a request may be sent twice.
            connection.setRequestProperty("Connection", "close");
            send(request, connection);
            return new Answer(connection);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void send(Request request, HttpsURLConnection connection) throws IOException {
        if (request.bodyBytes() != null) {
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(request.bodyBytes().length);
            try (OutputStream body = connection.getOutputStream()) {
                body.write(request.bodyBytes());
            }
        } else if (request.body() != null) {
            connection.setDoOutput(true);
            connection.setChunkedStreamingMode(0);
            try (OutputStream body = connection.getOutputStream()) {
                request.body().transferTo(body);
            }
        }
    }

    @Override
    public void close() {
        // Each request has a connection of its own, which ends with its response.
    }

    private record Answer(HttpsURLConnection connection, int status, InputStream body) implements Response {

        Answer(HttpsURLConnection connection) throws IOException {
            this(connection, connection.getResponseCode(), body(connection));
        }

        private static InputStream body(HttpsURLConnection connection) throws IOException {
            InputStream body = connection.getResponseCode() >= HttpsURLConnection.HTTP_BAD_REQUEST
                    ? connection.getErrorStream()
                    : connection.getInputStream();
            return body == null ? InputStream.nullInputStream() : body;
        }

        @Override
        public int getStatusCode() {
            return status;
        }

        @Override
        public Map<String, List<String>> getHeaders() {
            Map<String, List<String>> headers = new HashMap<>(connection.getHeaderFields());
            // The status line.
            headers.remove(null);
            return headers;
        }

        @Override
        public InputStream getBody() {
            return body;
        }

        @Override
        public void close() {
            connection.disconnect();
        }
    }
}
