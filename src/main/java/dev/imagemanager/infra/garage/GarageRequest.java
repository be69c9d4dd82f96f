package dev.imagemanager.infra.garage;

import dev.imagemanager.infra.http.ResponseLimit;
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
 * A request to a Garage on this machine, over a connection that is closed after the response. While a connection is
 * open, Garage delays its exit by ten seconds ({@code garage_api_common}, {@code generic_server.rs}), and
 * {@code java.net.http} keeps connections open.
 *
 * @param body JSON for a POST request; empty for a GET request
 * @param limit the time limit for connecting, and for each read of the response
 */
record GarageRequest(String address, Map<String, String> headers, Optional<String> body, Duration limit) {

    record Answer(int status, String body) {}

    static GarageRequest get(String address, Duration limit) {
        return new GarageRequest(address, Map.of(), Optional.empty(), limit);
    }

    /** @throws IOException if the request fails or the address is not an HTTP URL */
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
            byte[] body = refusal == null ? ResponseLimit.read(in) : in.readNBytes(ResponseLimit.BYTES);
            return new String(body, StandardCharsets.UTF_8);
        }
    }
}
