package dev.imagemanager.infra.process;

import dev.imagemanager.seal.UserState;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The environment variables of this program that another program gets. Programs do not inherit the whole environment, since
 * it may contain secrets of the caller, such as the tokens of a CI job.
 *
 * @param isEverything whether all variables are passed
 * @param names names, and beginnings of names that end with an underscore
 */
public record PassedVariables(boolean isEverything, Set<String> names) {

    /** What every program may need: where programs, files and certificates are, language and time zone. */
    public static final PassedVariables USUAL = new PassedVariables(
            false,
            Set.of(
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

    /** For programs of the user's own configuration, which may need anything but the key of this program. */
    public static final PassedVariables EVERYTHING = new PassedVariables(true, Set.of());

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
            "PASSWORD_STORE_",
            "DBUS_SESSION_BUS_ADDRESS",
            "DISPLAY",
            "WAYLAND_DISPLAY");

    public PassedVariables {
        names = Set.copyOf(names);
    }

    /** @param more names, and beginnings of names that end with an underscore */
    public PassedVariables and(Collection<String> more) {
        Set<String> all = new HashSet<>(names);
        all.addAll(more);
        return new PassedVariables(isEverything, all);
    }

    public boolean contains(String name) {
        return isEverything && !name.equals(UserState.KEY_VARIABLE)
                || names.contains(name)
                || names.stream().anyMatch(prefix -> prefix.endsWith("_") && name.startsWith(prefix));
    }

    /** Removes all other variables. */
    public void reduce(Map<String, String> environment) {
        environment.keySet().removeIf(name -> !contains(name));
    }
}
