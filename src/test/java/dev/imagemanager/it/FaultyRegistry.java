package dev.imagemanager.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/** A proxy in front of a registry without TLS, which answers some requests itself. */
final class FaultyRegistry implements AutoCloseable {

    private static final Set<String> NOT_FORWARDED =
            Set.of("host", "connection", "content-length", "expect", "upgrade", "http2-settings", "transfer-encoding");

    private final HttpServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final String registry;
    private final AtomicInteger requests = new AtomicInteger();
    private volatile BiFunction<String, Integer, Optional<Fault>> faults = (request, number) -> Optional.empty();

    /** @param status 0 to close the connection */
    record Fault(int status, Map<String, String> headers) {

        static final Fault CUT = new Fault(0, Map.of());

        static Fault status(int status) {
            return new Fault(status, Map.of());
        }
    }

    /** @param registry host and port */
    FaultyRegistry(String registry) throws IOException {
        this.registry = registry;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** @param chosen for {@code METHOD /path} and the number of the request, from 1 */
    void fail(BiFunction<String, Integer, Optional<Fault>> chosen) {
        requests.set(0);
        faults = chosen;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String request =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            Optional<Fault> fault = faults.apply(request, requests.incrementAndGet());
            if (fault.isEmpty()) {
                forward(exchange);
            } else if (fault.get().status() != 0) {
                fault.get().headers().forEach(exchange.getResponseHeaders()::set);
                exchange.sendResponseHeaders(fault.get().status(), -1);
            } else {
                exchange.getRequestBody().readNBytes(100);
            }
        }
    }

    private void forward(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://" + registry + exchange.getRequestURI()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!NOT_FORWARDED.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        HttpResponse<byte[]> response;
        try {
            response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IOException(interruption);
        }
        response.headers().map().forEach((name, values) -> {
            if (!NOT_FORWARDED.contains(name.toLowerCase(Locale.ROOT)) && !name.startsWith(":")) {
                exchange.getResponseHeaders()
                        .put(name, values.stream().map(this::here).toList());
            }
        });
        boolean isHead = exchange.getRequestMethod().equals("HEAD");
        if (isHead) {
            response.headers().firstValue("Content-Length").ifPresent(length -> exchange.getResponseHeaders()
                    .put("Content-Length", List.of(length)));
        }
        exchange.sendResponseHeaders(
                response.statusCode(), isHead || response.body().length == 0 ? -1 : response.body().length);
        if (!isHead && response.body().length > 0) {
            try (OutputStream output = exchange.getResponseBody()) {
                output.write(response.body());
            }
        }
    }

    /** The registry names itself in the places of uploads. */
    private String here(String header) {
        return header.replace("http://" + registry + "/", "http://" + host() + "/");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
