package dev.imagemanager.infra.registry;

import dev.imagemanager.infra.credentials.RegistryAccount;
import dev.imagemanager.infra.credentials.RegistryAccounts;
import dev.imagemanager.infra.http.OutgoingHttp;
import dev.imagemanager.infra.registry.TokenService.Token;
import dev.imagemanager.model.settings.Registry;
import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Authenticates to registries (Distribution project, "Token Authentication"): with the account itself, or with a token
 * from the registry's token service, which may be anonymous. Accepted credentials are reused for later requests.
 */
final class RegistryLogin {

    private final RegistryAccounts accounts;
    private final TokenService tokens;
    private final Clock clock;

    private final Map<Registry, String> basic = new ConcurrentHashMap<>();
    private final Map<Scope, Token> bearer = new ConcurrentHashMap<>();

    RegistryLogin(RegistryAccounts accounts, OutgoingHttp http, Clock clock) {
        this.accounts = accounts;
        this.tokens = new TokenService(http, clock);
        this.clock = clock;
    }

    private record Scope(Registry registry, SortedSet<String> names) {}

    /** Returns the value of the {@code Authorization} header that the registry accepted before for the same scopes. */
    Optional<String> known(Registry registry, SortedSet<String> scopes) {
        String account = basic.get(registry);
        if (account != null) {
            return Optional.of(account);
        }
        Token token = bearer.get(new Scope(registry, scopes));
        return Optional.ofNullable(token)
                .filter(valid -> clock.instant().isBefore(valid.end()))
                .map(valid -> "Bearer " + valid.value());
    }

    /**
     * Answers authentication challenges.
     *
     * @param scopes of the request, in the syntax of token services
     * @param demands values of {@code WWW-Authenticate}
     * @return a value of the {@code Authorization} header; empty if there are no suitable credentials
     * @throws RegistryException if the token service returns an error
     * @throws InvalidResponseException if the credentials would be sent without TLS to another machine
     */
    Optional<String> answer(Registry registry, SortedSet<String> scopes, List<String> demands)
            throws IOException, InterruptedException {
        List<Challenge> challenges = Challenge.parse(demands);
        Optional<RegistryAccount> account = accounts.find(registry).account();
        for (Challenge challenge : challenges) {
            Optional<String> realm = challenge.parameter("realm");
            if (challenge.scheme().equals("bearer") && realm.isPresent()) {
                return Optional.of("Bearer " + token(registry, realm.get(), challenge, scopes, account));
            }
        }
        boolean takesPassword =
                challenges.stream().anyMatch(challenge -> challenge.scheme().equals("basic"));
        if (takesPassword && account.orElse(null) instanceof RegistryAccount.Password password) {
            if (!registry.isConfidential()) {
                throw new InvalidResponseException(registry.host()
                        + " requires the credentials to be sent to another machine without TLS, which is not allowed");
            }
            basic.put(registry, "Basic " + password.encoded());
            return Optional.of(basic.get(registry));
        }
        return Optional.empty();
    }

    /** Returns why credentials could not be read; empty if they could. */
    Optional<String> missingAccount(Registry registry) throws InterruptedException {
        return accounts.find(registry).failure();
    }

    private String token(
            Registry registry,
            String realm,
            Challenge challenge,
            SortedSet<String> scopes,
            Optional<RegistryAccount> account)
            throws IOException, InterruptedException {
        if (account.orElse(null) instanceof RegistryAccount.AccessToken access) {
            bearer.put(new Scope(registry, scopes), Token.ofUser(access.token()));
            return access.token();
        }
        SortedSet<String> wanted = new TreeSet<>(scopes);
        challenge.parameter("scope").ifPresent(demanded -> Arrays.stream(demanded.split(" "))
                .filter(scope -> !scope.isEmpty())
                .forEach(wanted::add));
        Token token = tokens.fetch(registry, realm, challenge.parameter("service"), wanted, account);
        bearer.put(new Scope(registry, scopes), token);
        return token.value();
    }
}
