package dev.imagemanager.infra.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.infra.credentials.RegistryAccount;
import dev.imagemanager.infra.http.BodySink;
import dev.imagemanager.infra.http.OutgoingHttp;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.problem.Excerpt;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gets tokens from the token service of a registry (Distribution project, "Token Authentication Specification" and
 * "OAuth 2 Token Authentication").
 */
final class TokenService {

    private static final Duration TIME_LIMIT = Duration.ofSeconds(20);

    /** The lifetime of a token if the response does not contain one, and the shortest (Docker's registry client). */
    private static final long STANDARD_SECONDS = 60;

    /** A token is not used any more this long before it expires, since it must arrive in time. */
    private static final long MARGIN_SECONDS = 10;

    private static final long LONGEST_SECONDS = Duration.ofDays(1).toSeconds();

    /** In characters; longer than names of hosts (RFC 1035, section 2.3.4) and the scope of a repository. */
    private static final int LONGEST_SHOWN = 300;

    private static final Pattern PLAIN_ADDRESS = Pattern.compile("http://([^/?#@]+)(?:[/?#].*)?");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final OutgoingHttp http;
    private final Clock clock;

    TokenService(OutgoingHttp http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    /** @param end when it expires */
    record Token(String value, Instant end) {

        /** Returns a token of the user, of which nobody says when it expires. */
        static Token ofUser(String value) {
            return new Token(value, Instant.MAX);
        }

        @Override
        public String toString() {
            return "token until " + end;
        }
    }

    /**
     * Requests a token.
     *
     * @param realm address of the service
     * @param account empty for anonymous access
     */
    Token fetch(
            Registry registry,
            String realm,
            Optional<String> service,
            SortedSet<String> scopes,
            Optional<RegistryAccount> account)
            throws IOException, InterruptedException {
        if (account.isPresent() && !realm.startsWith("https://") && !isOnThisMachine(registry, realm)) {
            throw new InvalidResponseException(registry.host() + " requires the credentials to be sent without TLS to "
                    + Excerpt.of(realm) + ", which is not allowed");
        }
        HttpRequest request = request(registry, realm, service, scopes, account);
        HttpResponse<byte[]> response =
                http.send(request, info -> BodySink.bytes(), TIME_LIMIT, RegistryConnection.trust(registry));
        String name = "the token service " + shown(request.uri().getAuthority());
        if (response.statusCode() != 200) {
            throw new RegistryException(
                    name,
                    response.statusCode(),
                    scopes.isEmpty() ? registry.host() : shown(String.join(" ", scopes)),
                    ErrorBody.text(response.body()),
                    RetryAfter.of(response.headers(), clock.instant()));
        }
        return token(name, response.body());
    }

    /** Returns whether the registry speaks plain HTTP on this machine, and its token service too. */
    private static boolean isOnThisMachine(Registry registry, String realm) {
        Matcher address = PLAIN_ADDRESS.matcher(realm);
        return registry.transport() != Registry.Transport.TLS
                && Registry.isThisMachine(registry.host())
                && address.matches()
                && Registry.isThisMachine(address.group(1));
    }

    private HttpRequest request(
            Registry registry,
            String realm,
            Optional<String> service,
            SortedSet<String> scopes,
            Optional<RegistryAccount> account)
            throws IOException {
        try {
            if (account.orElse(null) instanceof RegistryAccount.IdentityToken identity) {
                List<String> form = new ArrayList<>(List.of(
                        parameter("grant_type", "refresh_token"),
                        parameter("client_id", "image-manager"),
                        parameter("refresh_token", identity.token())));
                service.ifPresent(name -> form.add(parameter("service", name)));
                if (!scopes.isEmpty()) {
                    form.add(parameter("scope", String.join(" ", scopes)));
                }
                return http.request(realm)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(String.join("&", form)))
                        .build();
            }
            List<String> query = new ArrayList<>();
            service.ifPresent(name -> query.add(parameter("service", name)));
            scopes.forEach(scope -> query.add(parameter("scope", scope)));
            String separator = query.isEmpty() ? "" : realm.contains("?") ? "&" : "?";
            HttpRequest.Builder request = http.request(realm + separator + String.join("&", query));
            if (account.orElse(null) instanceof RegistryAccount.Password password) {
                request.header("Authorization", "Basic " + password.encoded());
            }
            return request.build();
        } catch (IOException notAnAddress) {
            throw new InvalidResponseException(
                    registry.host() + " uses a token service with an invalid address, " + Excerpt.of(realm) + ": "
                            + notAnAddress.getMessage(),
                    notAnAddress);
        }
    }

    /** Shortens what a challenge of the registry contains. */
    private static String shown(String text) {
        return text.length() > LONGEST_SHOWN ? Excerpt.of(text) : text;
    }

    private static String parameter(String name, String value) {
        return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private Token token(String name, byte[] body) throws IOException {
        JsonNode answer;
        try {
            answer = JSON.readTree(body);
        } catch (IOException malformed) {
            throw new InvalidResponseException(name + " sent a response that is not valid JSON", malformed);
        }
        String token = answer.path("token").asText(answer.path("access_token").asText(""));
        // Other characters are not allowed in a header's value.
        if (token.isEmpty() || !token.chars().allMatch(character -> character > ' ' && character < 0x7f)) {
            throw new InvalidResponseException(name + " sent a response without a token");
        }
        long said = answer.path("expires_in").asLong(STANDARD_SECONDS);
        long seconds = Math.min(LONGEST_SECONDS, Math.max(STANDARD_SECONDS, said));
        return new Token(token, clock.instant().plusSeconds(seconds - MARGIN_SECONDS));
    }
}
