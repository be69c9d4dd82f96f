package dev.imagemanager.infra.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.imagemanager.TestDigests;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.reference.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** As much of a registry as the program speaks to, on a free port of this machine. */
final class FakeRegistry implements AutoCloseable {

    /** Who may do what. */
    enum Access {
        ANYONE,
        BASIC,
        /** A token of the service under {@code /token} for the very thing that is done. */
        TOKEN
    }

    static final String MANIFEST = "{\"manifest\": 1}";
    static final Digest DIGEST = TestDigests.of(MANIFEST);

    /** {@code Basic} credentials that are accepted: {@code user:password}. */
    static final String ACCOUNT = "dXNlcjpwYXNzd29yZA==";

    /** Method and address, in order. */
    final List<String> requests = Collections.synchronizedList(new ArrayList<>());

    /** What requests had in their header {@code Proxy-Authorization}. */
    final List<String> proxyAccounts = Collections.synchronizedList(new ArrayList<>());

    /** {@code name/manifests/reference} → content. */
    final Map<String, String> manifests = new HashMap<>();

    volatile Access access = Access.ANYONE;

    /** Answered instead of everything else. */
    volatile Optional<Integer> status = Optional.empty();

    /** Where it sends for tokens; its own service, unless set. */
    volatile Optional<String> realm = Optional.empty();

    /** Whether connections are cut without an answer. */
    volatile boolean cut;

    private final HttpServer server;

    FakeRegistry() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    Registry registry() {
        return Registry.at(address());
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        // Without the host, which a request to a proxy has.
        String path = exchange.getRequestURI().toString().replaceFirst("^http://[^/]+", "");
        proxyAccounts.addAll(exchange.getRequestHeaders().getOrDefault("Proxy-Authorization", List.of()));
        requests.add(method + " " + path);
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (cut) {
            exchange.close();
            return;
        }
        if (path.startsWith("/token")) {
            answerToken(exchange);
        } else if (status.isPresent()) {
            answer(exchange, status.get(), "");
        } else if (!isAllowed(exchange, method, path)) {
            answer(exchange, 401, "");
        } else if (path.equals("/v2/")) {
            answer(exchange, 200, "");
        } else if (method.equals("PUT")) {
            String content = new String(body, StandardCharsets.UTF_8);
            manifests.put(path.substring("/v2/".length()), content);
            exchange.getResponseHeaders()
                    .set("Docker-Content-Digest", TestDigests.of(content).toString());
            answer(exchange, 201, "");
        } else {
            String manifest = manifests.get(path.substring("/v2/".length()));
            exchange.getResponseHeaders()
                    .set(
                            "Docker-Content-Digest",
                            TestDigests.of(manifest == null ? "" : manifest).toString());
            exchange.getResponseHeaders().set("Content-Type", "application/vnd.oci.image.manifest.v1+json");
            answer(exchange, manifest == null ? 404 : 200, manifest == null ? "" : manifest);
        }
    }

    private boolean isAllowed(HttpExchange exchange, String method, String path) {
        if (access == Access.ANYONE) {
            return true;
        }
        String repository = path.replaceFirst("/v2/(.*?)(/manifests/.*)?$", "$1");
        String scope = "repository:" + repository + ":" + (method.equals("PUT") ? "pull,push" : "pull");
        String wanted = access == Access.BASIC ? "Basic " + ACCOUNT : "Bearer token-for-" + scope;
        if (wanted.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return true;
        }
        exchange.getResponseHeaders()
                .set(
                        "WWW-Authenticate",
                        access == Access.BASIC
                                ? "Basic realm=\"test\""
                                : "Bearer realm=\"" + realm.orElse("http://" + address() + "/token")
                                        + "\",service=\"a b\",scope=\"" + scope + "\"");
        return false;
    }

    /** The token names its scope; a push is for the account only. */
    private static void answerToken(HttpExchange exchange) throws IOException {
        String query = URLDecoder.decode(exchange.getRequestURI().getRawQuery(), StandardCharsets.UTF_8);
        String scope = query.replaceFirst(".*scope=([^&]*).*", "$1");
        boolean isAccount =
                ("Basic " + ACCOUNT).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        boolean isGiven = query.contains("service=a b") && (isAccount || !scope.contains("push"));
        answer(exchange, isGiven ? 200 : 401, "{\"token\": \"token-for-" + scope + "\"}");
    }

    private static void answer(HttpExchange exchange, int code, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        boolean hasBody = bytes.length > 0 && !exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(code, hasBody ? bytes.length : -1);
        if (hasBody) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
