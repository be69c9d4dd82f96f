package dev.imagemanager.infra.process;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The environment variables of this program that another program gets. Programs do not inherit the whole environment, since
 * it may contain secrets of the caller, such as the tokens of a CI job.
 *
 * @param names names, and beginnings of names that end with an underscore
 */
public record PassedVariables(Set<String> names) {

    /** What every program may need: where programs, files and certificates are, language and time zone. */
    public static final PassedVariables USUAL = new PassedVariables(Set.of(
            "PATH",
            "HOME",
            "USER",
            "LOGNAME",
            "SHELL",
            "LANG",
            "LANGUAGE",
            "LC_",
            "TZ",
            "TMPDIR",
            "XDG_CACHE_HOME",
            "XDG_CONFIG_HOME",
            "XDG_DATA_HOME",
            "XDG_RUNTIME_DIR",
            "XDG_STATE_HOME",
            "SSL_CERT_DIR",
            "SSL_CERT_FILE"));

    /** What credential helpers of cloud providers and key rings read; tools that log in to registries start them. */
    public static final List<String> CREDENTIAL_HELPERS = List.of(
            "DOCKER_CONFIG",
            "REGISTRY_AUTH_FILE",
            "AWS_",
            "ACR_",
            "AZURE_",
            "CLOUDSDK_",
            "GOOGLE_",
            "GNUPGHOME",
            "GPG_TTY",
            "PASSWORD_STORE_",
            "DBUS_SESSION_BUS_ADDRESS",
            "DISPLAY",
            "WAYLAND_DISPLAY",
            "WSL_");

    public PassedVariables {
        names = Set.copyOf(names);
    }

    /** @param more names, and beginnings of names that end with an underscore */
    public PassedVariables and(Collection<String> more) {
        Set<String> all = new HashSet<>(names);
        all.addAll(more);
        return new PassedVariables(all);
    }

    public boolean contains(String name) {
        return names.contains(name)
                || names.stream().anyMatch(prefix -> prefix.endsWith("_") && name.startsWith(prefix));
    }

    /** Removes all other variables. */
    public void reduce(Map<String, String> environment) {
        environment.keySet().removeIf(name -> !contains(name));
    }
}
