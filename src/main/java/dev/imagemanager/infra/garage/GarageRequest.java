package dev.imagemanager.infra.garage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * One request to a Garage on this machine, over a connection of its own that is closed after the answer. Garage does not
 * end while a connection to it is open, but only after ten seconds ({@code garage_api_common}, {@code generic_server.rs}),
 * and {@code java.net.http} keeps connections open.
 *
 * @param body JSON; empty for a request that only reads
 * @param limit how long to wait for the connection, and how long for the answer
 */
record GarageRequest(String address, Map<String, String> headers, Optional<String> body, Duration limit) {

    private static final int LONGEST_ANSWER = 16 << 20;

    record Answer(int status, String body) {}

    static GarageRequest get(String address, Duration limit) {
        return new GarageRequest(address, Map.of(), Optional.empty(), limit);
    }

    /** @throws IOException also if nothing can be asked at the address */
    Answer send() throws IOException {
        HttpURLConnection connection = open();
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

    private HttpURLConnection open() throws IOException {
        try {
            if (URI.create(address).toURL().openConnection(Proxy.NO_PROXY) instanceof HttpURLConnection connection) {
                return connection;
            }
        } catch (IllegalArgumentException notAnAddress) {
            throw new IOException(notAnAddress.getMessage(), notAnAddress);
        }
        throw new IOException(address + " is not an HTTP address");
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
            return new String(in.readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8);
        }
    }
}
