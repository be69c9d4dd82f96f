package dev.imagemanager.infra.registry;

import dev.imagemanager.infra.credentials.RegistryAccounts;
import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.doctor.Finding;
import dev.imagemanager.pipeline.doctor.HealthCheck;
import dev.imagemanager.problem.FailureReason;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Logs in to the registries that the settings name, with the accounts that builds would use. */
@Singleton
final class RegistryAccountsCheck implements HealthCheck {

    private static final String SUBJECT = "registry accounts";

    private final RegistryClient client;
    private final RegistryAccounts accounts;

    @Inject
    RegistryAccountsCheck(RegistryClient client, RegistryAccounts accounts) {
        this.client = client;
        this.accounts = accounts;
    }

    @Override
    public Area area() {
        return Area.SETTINGS;
    }

    @Override
    public String name() {
        return SUBJECT;
    }

    @Override
    public List<Finding> examine(Subject subject) throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        for (Registry registry : registries(subject).values()) {
            findings.add(examine(registry));
        }
        return findings.isEmpty() ? List.of(Finding.ok(SUBJECT, "no registry is configured")) : findings;
    }

    private static SortedMap<String, Registry> registries(Subject subject) {
        FleetSettings settings = subject.settings();
        Optional<Registry> build = subject.services().startable().contains(ServiceName.REGISTRY)
                ? Optional.empty()
                : subject.services().provided().registry();
        SortedMap<String, Registry> byHost = new TreeMap<>();
        Stream.of(build.stream(), settings.registries().stream(), settings.mirrorRegistries())
                .flatMap(registries -> registries)
                .forEach(registry -> byHost.putIfAbsent(registry.host(), registry));
        return byHost;
    }

    private Finding examine(Registry registry) throws InterruptedException {
        String host = registry.host();
        try {
            client.logIn(registry);
            return Finding.ok(
                    SUBJECT,
                    accounts.find(registry).account().isPresent()
                            ? host + " accepts the account"
                            : host + " answers without an account");
        } catch (RegistryException refused) {
            return Finding.warning(
                    SUBJECT,
                    refused.getMessage(),
                    refused.loginHint(host).orElse("repeat the command later, or look into the log of the registry"));
        } catch (IOException unreachable) {
            String reason = unreachable.getMessage() == null ? "no server is listening" : FailureReason.of(unreachable);
            return Finding.warning(
                    SUBJECT,
                    host + " cannot be reached: " + reason,
                    "check the address and the network, and 'ca' and 'insecure' under 'registries' in"
                            + " .image-manager.yml");
        }
    }
}
