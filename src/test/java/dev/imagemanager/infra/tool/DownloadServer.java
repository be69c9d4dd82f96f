package dev.imagemanager.infra.tool;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Serves downloads on a free port of this machine, also badly. */
final class DownloadServer implements AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final AtomicInteger requests = new AtomicInteger();

    DownloadServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.setExecutor(threads);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    int requests() {
        return requests.get();
    }

    DownloadServer file(String path, byte[] content) {
        return on(path, exchange -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
        });
    }

    DownloadServer redirect(String path, String target) {
        return on(path, exchange -> {
            exchange.getResponseHeaders().add("Location", target);
            exchange.sendResponseHeaders(302, -1);
        });
    }

    DownloadServer status(String path, int status) {
        return on(path, exchange -> {
            exchange.sendResponseHeaders(status, 5);
            exchange.getResponseBody().write("sorry".getBytes());
        });
    }

    /** Promises more than it sends. */
    DownloadServer cut(String path, byte[] content) {
        return on(path, exchange -> {
            exchange.sendResponseHeaders(200, content.length + 1000L);
            exchange.getResponseBody().write(content);
            exchange.getResponseBody().flush();
        });
    }

    /** Sends a part, then nothing until the test ends. */
    DownloadServer stall(String path, byte[] content, CountDownLatch begun, CountDownLatch end) {
        return on(path, exchange -> {
            exchange.sendResponseHeaders(200, content.length + 1000L);
            exchange.getResponseBody().write(content);
            exchange.getResponseBody().flush();
            begun.countDown();
            try {
                end.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private interface Answer {
        void give(HttpExchange exchange) throws IOException;
    }

    private DownloadServer on(String path, Answer answer) {
        server.createContext("/" + path, exchange -> {
            requests.incrementAndGet();
            try (exchange) {
                answer.give(exchange);
            }
        });
        return this;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
