package dev.imagemanager.infra.credentials;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What somebody proves to a registry who they are with. Text of it never shows the secret. */
public sealed interface RegistryAccount {

    /** For Basic authentication, or to get a token with. */
    record Password(String username, String password) implements RegistryAccount {

        /** Base64 of {@code user:password} (RFC 7617). */
        public String encoded() {
            return Base64.getEncoder().encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String toString() {
            return username + ":***";
        }
    }

    /** What {@code docker login} got instead of keeping a password: a refresh token of OAuth 2 (RFC 6749, section 6). */
    record IdentityToken(String token) implements RegistryAccount {
        @Override
        public String toString() {
            return "identity token";
        }
    }

    /** A token that the registry itself takes ({@code registrytoken} in Docker's configuration). */
    record AccessToken(String token) implements RegistryAccount {
        @Override
        public String toString() {
            return "access token";
        }
    }
}
