package dev.imagemanager.infra.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A server on a free port of this machine that answers as it is told, sensible or not, and remembers what it was asked. */
public final class ScriptedServer implements AutoCloseable {

    /** Signed what a server with TLS shows. */
    public static final Path AUTHORITY = Path.of("src/test/resources/docker-tls/ca.pem");

    private static final Path OWN = Path.of("src/test/resources/docker-tls/server");
    private static final char[] IN_MEMORY_ONLY = "test".toCharArray();

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final Map<String, Deque<Answer>> script = new ConcurrentHashMap<>();
    private final List<Asked> requests = Collections.synchronizedList(new ArrayList<>());

    /** What is done with a request. */
    @FunctionalInterface
    public interface Answer {
        void give(HttpExchange exchange) throws IOException;
    }

    /** @param call method and address */
    public record Asked(String call, Map<String, List<String>> headers, byte[] body) {

        public Optional<String> header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(header -> header.getValue().get(0))
                    .findFirst();
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private ScriptedServer(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public static ScriptedServer start() {
        try {
            return new ScriptedServer(HttpServer.create(anyPort(), 0));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public static ScriptedServer startWithTls() {
        try {
            HttpsServer server = HttpsServer.create(anyPort(), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(serverContext()));
            return new ScriptedServer(server);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static SSLContext serverContext() throws IOException, GeneralSecurityException {
        byte[] key = Base64.getMimeDecoder()
                .decode(Files.readString(OWN.resolve("key-pkcs8.pem")).replaceAll("-----[A-Z ]+-----", ""));
        PrivateKey privateKey = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key));
        Certificate certificate;
        try (var file = Files.newInputStream(OWN.resolve("cert.pem"))) {
            certificate = CertificateFactory.getInstance("X.509").generateCertificate(file);
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("server", privateKey, IN_MEMORY_ONLY, new Certificate[] {certificate});
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, IN_MEMORY_ONLY);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /** Host and port. */
    public String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    public String url(String path) {
        return (server instanceof HttpsServer ? "https://" : "http://") + host() + path;
    }

    /**
     * Says how calls are answered, one after the other; the last answer is for all that follow.
     *
     * @param call method and path, with or without the query
     */
    public ScriptedServer on(String call, Answer... answers) {
        script.put(call, new ArrayDeque<>(List.of(answers)));
        return this;
    }

    public static Answer status(int code, String... headers) {
        return text(code, "", headers);
    }

    /** @param headers names, each followed by its value */
    public static Answer text(int code, String body, String... headers) {
        return bytes(code, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    public static Answer bytes(int code, byte[] body, String... headers) {
        return exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            boolean hasBody = body.length > 0 && !exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(code, hasBody ? body.length : -1);
            if (hasBody) {
                exchange.getResponseBody().write(body);
            }
        };
    }

    /** The connection ends without an answer. */
    public static Answer cut() {
        return exchange -> {};
    }

    /** Promises more than it sends. */
    public static Answer half(byte[] part, String... headers) {
        return exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            exchange.sendResponseHeaders(200, part.length + 1000L);
            exchange.getResponseBody().write(part);
            exchange.getResponseBody().flush();
        };
    }

    /** Methods and addresses, in order. */
    public List<String> calls() {
        return requests().stream().map(Asked::call).toList();
    }

    public List<Asked> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    public Asked last() {
        List<Asked> all = requests();
        return all.get(all.size() - 1);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            // Without the host, which a request to a proxy has.
            String path = exchange.getRequestURI().toString().replaceFirst("^http://[^/]+", "");
            String call = exchange.getRequestMethod() + " " + path;
            byte[] body = exchange.getRequestBody().readAllBytes();
            requests.add(new Asked(call, Map.copyOf(exchange.getRequestHeaders()), body));
            answer(call).give(exchange);
        }
    }

    private Answer answer(String call) {
        Deque<Answer> answers = script.getOrDefault(call, script.get(call.replaceFirst("\\?.*", "")));
        if (answers == null) {
            return status(404);
        }
        synchronized (answers) {
            return answers.size() > 1 ? answers.remove() : answers.element();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
