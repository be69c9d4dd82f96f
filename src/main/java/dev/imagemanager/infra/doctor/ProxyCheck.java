package dev.imagemanager.infra.doctor;

import dev.imagemanager.config.Environment;
import dev.imagemanager.pipeline.doctor.Finding;
import dev.imagemanager.pipeline.doctor.HealthCheck;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Checks the proxies that are passed to builds. Never shows credentials in their addresses. */
@Singleton
final class ProxyCheck implements HealthCheck {

    private static final List<String> PROXIES = List.of("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY");

    private final Environment environment;

    @Inject
    ProxyCheck(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Area area() {
        return Area.SETTINGS;
    }

    @Override
    public String name() {
        return "proxy";
    }

    @Override
    public List<Finding> examine(Subject subject) {
        List<Finding> findings = new ArrayList<>();
        for (String name : PROXIES) {
            Optional<String> upper = value(name);
            Optional<String> lower = value(name.toLowerCase(Locale.ROOT));
            if (upper.isPresent() && lower.isPresent() && !upper.equals(lower)) {
                findings.add(Finding.warning(
                        name(),
                        name + " and " + name.toLowerCase(Locale.ROOT)
                                + " differ, and programs do not agree on which one to use",
                        "set both to the same value"));
            } else {
                upper.or(() -> lower).ifPresent(address -> findings.add(finding(name, address)));
            }
        }
        if (findings.isEmpty()) {
            return List.of(Finding.ok(name(), "none configured"));
        }
        value("NO_PROXY")
                .or(() -> value("no_proxy"))
                .ifPresent(hosts -> findings.add(Finding.ok(name(), "NO_PROXY excludes " + hosts)));
        return findings;
    }

    private Finding finding(String variable, String address) {
        URI proxy;
        try {
            proxy = new URI(address.contains("://") ? address : "http://" + address);
        } catch (URISyntaxException malformed) {
            return notAnAddress(variable);
        }
        if (proxy.getHost() == null) {
            return notAnAddress(variable);
        }
        String shown = proxy.getScheme() + "://" + proxy.getHost() + (proxy.getPort() < 0 ? "" : ":" + proxy.getPort());
        return proxy.getUserInfo() == null
                ? Finding.ok(name(), variable + " is " + shown)
                : Finding.warning(
                        name(),
                        variable + " is " + shown + " and contains credentials, so it is not passed to builds",
                        "configure the proxy of the BuildKit daemon instead");
    }

    private Finding notAnAddress(String variable) {
        return Finding.warning(
                name(),
                variable + " is set, but is not a valid address",
                "write http://host:port, or unset the variable");
    }

    private Optional<String> value(String variable) {
        return environment.variable(variable).filter(value -> !value.isBlank());
    }
}
