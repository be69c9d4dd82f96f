package dev.imagemanager.infra.garage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * One request, over a connection of its own that is closed after the answer. Garage does not end while a connection to it is
 * open, but only after ten seconds ({@code garage_api_common}, {@code generic_server.rs}), and {@code java.net.http} keeps
 * connections open.
 *
 * @param body JSON; empty for a request that only reads
 * @param limit how long to wait for the connection, and how long for the answer
 */
record GarageRequest(String address, Map<String, String> headers, Optional<String> body, Duration limit) {

    record Answer(int status, String body) {}

    static GarageRequest get(String address, Duration limit) {
        return new GarageRequest(address, Map.of(), Optional.empty(), limit);
    }

    /** @throws IllegalArgumentException if the address is none */
    Answer send() throws IOException {
        URLConnection opened = URI.create(address).toURL().openConnection();
        if (!(opened instanceof HttpURLConnection connection)) {
            throw new IOException(address + " is not an HTTP address");
        }
        connection.setConnectTimeout((int) limit.toMillis());
        connection.setReadTimeout((int) limit.toMillis());
        connection.setInstanceFollowRedirects(false);
        connection.setRequestProperty("Connection", "close");
        headers.forEach(connection::setRequestProperty);
        try {
            if (body.isPresent()) {
                write(connection, body.get().getBytes(StandardCharsets.UTF_8));
            }
            return new Answer(connection.getResponseCode(), read(connection));
        } finally {
            connection.disconnect();
        }
    }

    private static void write(HttpURLConnection connection, byte[] json) throws IOException {
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(json.length);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(json);
        }
    }

    private static String read(HttpURLConnection connection) throws IOException {
        InputStream refusal = connection.getErrorStream();
        try (InputStream in = refusal == null ? connection.getInputStream() : refusal) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
