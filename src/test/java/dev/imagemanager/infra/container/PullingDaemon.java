package dev.imagemanager.infra.container;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A Docker daemon that is told to pull images. */
public final class PullingDaemon implements AutoCloseable {

    /** What it was told to pull: reference and {@code X-Registry-Auth}, decoded. */
    public final List<String> pulls = Collections.synchronizedList(new ArrayList<>());

    /** What it does when it is told to pull; gets {@code host:port}, repository and tag. */
    public Consumer<String[]> onPull = image -> {};

    private final HttpServer server;

    public PullingDaemon() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    public String address() {
        return "tcp://127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestURI().getPath().endsWith("/images/create")) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            Map<String, String> query = new HashMap<>();
            for (String part : exchange.getRequestURI().getRawQuery().split("&")) {
                String[] words = part.split("=", 2);
                query.put(words[0], URLDecoder.decode(words[1], StandardCharsets.UTF_8));
            }
            String[] place = query.get("fromImage").split("/", 2);
            String account = exchange.getRequestHeaders().getFirst("X-Registry-Auth");
            pulls.add(query.get("fromImage") + " " + query.get("tag") + " " + decoded(account));
            onPull.accept(new String[] {place[0], place[1], query.get("tag")});
            byte[] answer = "{\"errorDetail\":{\"message\":\"not there\"},\"error\":\"not there\"}\n"
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private static String decoded(String account) {
        return account == null ? "" : new String(Base64.getUrlDecoder().decode(account), StandardCharsets.UTF_8);
    }

    /** Sends something to a server and reads its answer. */
    static String ask(String place, String text) {
        String[] hostAndPort = place.split(":");
        try (Socket socket = new Socket(hostAndPort[0], Integer.parseInt(hostAndPort[1]))) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
