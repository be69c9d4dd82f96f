package dev.imagemanager.infra.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.infra.credentials.RegistryAccount;
import dev.imagemanager.infra.credentials.RegistryAccounts;
import dev.imagemanager.infra.http.OutgoingHttp;
import dev.imagemanager.model.settings.Registry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers a registry's demand for credentials (Distribution project, "Token Authentication"): Basic with the
 * account of {@link RegistryAccounts}, or a token that the named service gives, to anyone where that suffices.
 */
@Singleton
public final class RegistryLogin {

    private static final Duration TIME_LIMIT = Duration.ofSeconds(20);
    private static final Pattern PARAMETER = Pattern.compile("([a-z]+)=\"([^\"]*)\"");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RegistryAccounts accounts;
    private final OutgoingHttp http;

    @Inject
    public RegistryLogin(RegistryAccounts accounts, OutgoingHttp http) {
        this.accounts = accounts;
        this.http = http;
    }

    /** @return the value of the {@code Authorization} header; empty if there is nothing to answer with */
    Optional<String> authorization(Registry registry, String demand) throws IOException, InterruptedException {
        Optional<String> stored = accounts.find(registry)
                .account()
                .filter(RegistryAccount.Password.class::isInstance)
                .map(account -> "Basic " + ((RegistryAccount.Password) account).encoded());
        if (!demand.regionMatches(true, 0, "Bearer ", 0, "Bearer ".length())) {
            return stored;
        }
        Map<String, String> parameters = new HashMap<>();
        Matcher matcher = PARAMETER.matcher(demand);
        while (matcher.find()) {
            parameters.put(matcher.group(1), matcher.group(2));
        }
        if (!parameters.containsKey("realm")) {
            return Optional.empty();
        }
        StringBuilder address = new StringBuilder(parameters.remove("realm"));
        char separator = '?';
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            address.append(separator)
                    .append(parameter.getKey())
                    .append('=')
                    .append(URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8));
            separator = '&';
        }
        HttpRequest.Builder request = http.request(address.toString()).timeout(TIME_LIMIT);
        stored.ifPresent(header -> request.header("Authorization", header));
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString(), TIME_LIMIT);
        if (response.statusCode() != 200) {
            return Optional.empty();
        }
        JsonNode answer = JSON.readTree(response.body());
        String token = answer.path("token").asText(answer.path("access_token").asText());
        return token.isEmpty() ? Optional.empty() : Optional.of("Bearer " + token);
    }
}
