package dev.imagemanager.config;

import dev.imagemanager.config.masking.SecretMask;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The credentials that can be recognised in the environment without the fleet: variables that are called like one, such as those
 * that override credentials of {@code .image-manager.yml}, and passwords in addresses, such as those of proxies.
 */
@Singleton
public final class EnvironmentCredentials {

    /** RFC 3986, "User Information". */
    private static final Pattern PASSWORD_IN_ADDRESS = Pattern.compile("://[^\\s/@:]{0,255}:(?<password>[^\\s/@]++)@");

    /** Keys of the settings that are called like credentials, but name files. */
    private static final Set<String> FILES = Set.of(
            Environment.variableOf("builder_tls.key"),
            Environment.variableOf("memory.public_key"),
            Environment.variableOf("publish.sign.key"),
            Environment.variableOf("publish.sign.public_key"));

    private final Environment environment;
    private final SecretMask mask;

    @Inject
    public EnvironmentCredentials(Environment environment, SecretMask mask) {
        this.environment = environment;
        this.mask = mask;
    }

    /** Adds them to the mask, except those whose values the operator allows in results. */
    public void hide() {
        Set<String> allowed = Permission.givenVariables(environment);
        List<String> credentials = new ArrayList<>();
        for (String name : environment.names()) {
            String value = environment.variable(name).orElse("");
            if (VariableName.isCalledLikeCredential(name) && !allowed.contains(name) && !FILES.contains(name)) {
                credentials.addAll(RegistryAccountsText.secrets(value).orElseGet(() -> List.of(value)));
            }
            if (value.contains("://")) {
                Matcher matcher = PASSWORD_IN_ADDRESS.matcher(value);
                while (matcher.find()) {
                    credentials.add(matcher.group("password"));
                }
            }
        }
        mask.learn(credentials);
    }
}
