package dev.imagemanager.it;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A token service (Distribution project, "Token Authentication Implementation") for {@code user} with {@code password}, or
 * with the identity token {@code refresh}. Signs with the key of the test certificates' server.
 */
final class TokenServer implements AutoCloseable {

    static final String ISSUER = "test";
    static final String SERVICE = "the registry";
    static final String IDENTITY_TOKEN = "refresh";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final PrivateKey key;
    private final String certificate;

    /** @param certificates the directory of the test certificates */
    TokenServer(Path certificates) throws IOException, GeneralSecurityException {
        this.certificate = pem(certificates.resolve("server/cert.pem"));
        this.key = KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(
                        Base64.getDecoder().decode(pem(certificates.resolve("server/key-pkcs8.pem")))));
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/token", this::answer);
        server.start();
    }

    private static String pem(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> !line.startsWith("-----"))
                .collect(Collectors.joining());
    }

    String realm() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/token";
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean isPost = exchange.getRequestMethod().equals("POST");
            List<String> parameters = decoded(
                    isPost
                            ? new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
                            : exchange.getRequestURI().getRawQuery());
            String account = exchange.getRequestHeaders().getFirst("Authorization");
            boolean isKnown = isPost
                    ? parameters.containsAll(List.of("grant_type=password", "username=user", "password=password"))
                            || parameters.containsAll(
                                    List.of("grant_type=refresh_token", "refresh_token=" + IDENTITY_TOKEN))
                    : "Basic dXNlcjpwYXNzd29yZA==".equals(account);
            byte[] body = isKnown && parameters.contains("service=" + SERVICE)
                    ? JSON.writeValueAsBytes(JsonNodeFactory.instance
                            .objectNode()
                            .put(isPost ? "access_token" : "token", token(parameters))
                            .put("expires_in", 300))
                    : "{\"details\": \"incorrect username or password\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(isKnown ? 200 : 401, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static List<String> decoded(String parameters) {
        return Arrays.stream(parameters.split("&"))
                .map(parameter -> URLDecoder.decode(parameter, StandardCharsets.UTF_8))
                .toList();
    }

    private String token(List<String> parameters) {
        Instant now = Instant.now();
        ObjectNode header =
                JsonNodeFactory.instance.objectNode().put("typ", "JWT").put("alg", "ES256");
        header.putArray("x5c").add(certificate);
        ObjectNode claims = JsonNodeFactory.instance
                .objectNode()
                .put("iss", ISSUER)
                .put("sub", "user")
                .put("aud", SERVICE)
                .put("iat", now.getEpochSecond())
                .put("nbf", now.getEpochSecond() - 10)
                .put("exp", now.getEpochSecond() + 300)
                .put("jti", UUID.randomUUID().toString());
        ArrayNode access = claims.putArray("access");
        for (String scope : scopes(parameters)) {
            String[] parts = scope.split(":");
            ArrayNode actions = access.addObject()
                    .put("type", parts[0])
                    .put("name", parts[1])
                    .putArray("actions");
            Arrays.stream(parts[2].split(",")).forEach(actions::add);
        }
        return signed(encoded(header) + "." + encoded(claims));
    }

    private static List<String> scopes(List<String> parameters) {
        List<String> scopes = new ArrayList<>();
        parameters.stream()
                .filter(parameter -> parameter.startsWith("scope="))
                .forEach(parameter -> scopes.addAll(
                        List.of(parameter.substring("scope=".length()).split(" "))));
        return scopes;
    }

    private static String encoded(ObjectNode part) {
        return encoded(part.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String encoded(byte[] part) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(part);
    }

    private String signed(String content) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(key);
            signature.update(content.getBytes(StandardCharsets.UTF_8));
            return content + "." + encoded(signature.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
