package dev.imagemanager.infra.credentials;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Credentials for a registry. {@code toString} never shows the secret. */
public sealed interface RegistryAccount {

    /** For Basic authentication, or to request a token. */
    record Password(String username, String password) implements RegistryAccount {

        /** Returns the Base64 of {@code user:password} (RFC 7617). */
        public String encoded() {
            return Base64.getEncoder().encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String toString() {
            return username + ":***";
        }
    }

    /** An OAuth 2 refresh token (RFC 6749, section 6), which {@code docker login} may store instead of a password. */
    record IdentityToken(String token) implements RegistryAccount {
        @Override
        public String toString() {
            return "identity token";
        }
    }

    /** A token that the registry itself accepts ({@code registrytoken} in Docker's configuration). */
    record AccessToken(String token) implements RegistryAccount {
        @Override
        public String toString() {
            return "access token";
        }
    }
}
