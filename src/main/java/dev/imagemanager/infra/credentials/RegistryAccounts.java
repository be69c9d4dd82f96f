package dev.imagemanager.infra.credentials;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.problem.FailureReason;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Finds the account for a registry: from the fleet's {@code registries}, or else from Docker's configuration in the
 * same order as Docker (github.com/docker/cli, cli/config/configfile): the host's credential helper, the helper for all
 * hosts, the file itself.
 */
@Singleton
public final class RegistryAccounts {

    private static final Logger LOG = Logger.getLogger(RegistryAccounts.class);

    private final DockerConfig dockerConfig;
    private final CredentialProgram programs;
    private final Map<String, Lookup> known = new HashMap<>();

    @Inject
    public RegistryAccounts(DockerConfig dockerConfig, CredentialProgram programs) {
        this.dockerConfig = dockerConfig;
        this.programs = programs;
    }

    /**
     * The result of a lookup.
     *
     * @param failure why the account could not be read; only relevant if the registry requires credentials, since many
     *     images are public
     */
    public record Lookup(Optional<RegistryAccount> account, Optional<String> failure) {

        static Lookup found(Optional<RegistryAccount> account) {
            return new Lookup(account, Optional.empty());
        }

        static Lookup failed(String reason) {
            return new Lookup(Optional.empty(), Optional.of(reason));
        }
    }

    /**
     * Finds the account for a registry. Reads Docker's configuration and runs a helper once for each host.
     *
     * @throws InterruptedException if the calling thread is interrupted while a helper runs
     */
    public Lookup find(Registry registry) throws InterruptedException {
        if (registry.credentials().isPresent()) {
            return Lookup.found(registry.credentials()
                    .map(written -> new RegistryAccount.Password(written.username(), written.password())));
        }
        synchronized (known) {
            Lookup before = known.get(registry.host());
            if (before != null) {
                return before;
            }
            Lookup lookup = lookUp(registry.host());
            lookup.failure().ifPresent(reason -> LOG.debugf("no account for %s: %s", registry.host(), reason));
            known.put(registry.host(), lookup);
            return lookup;
        }
    }

    private Lookup lookUp(String host) throws InterruptedException {
        try {
            Optional<String> program = dockerConfig.helperFor(host);
            return Lookup.found(
                    program.isPresent()
                            ? programs.get(program.get(), DockerConfig.key(host))
                            : dockerConfig.storedAccount(host));
        } catch (JsonProcessingException malformed) {
            return Lookup.failed(dockerConfig.file() + " cannot be read as JSON");
        } catch (IOException failure) {
            return Lookup.failed(FailureReason.of(failure));
        }
    }
}
