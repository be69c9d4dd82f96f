package dev.imagemanager.config;

import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.problem.Suggestion;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a fleet may do only if the operator of the machine allows it. A fleet cannot allow it itself, since its repository may
 * come from a stranger.
 */
public enum Permission {
    /** {@code builders} may name build daemons, which get contexts and secrets, and may ask for all accounts of the user. */
    BUILDERS,
    /** Test files may request privileges, mounts, capabilities and environment variables for their containers. */
    CONTAINER_OPTIONS,
    /** {@code build.ssh} may name key files and sockets instead of the user's agent. */
    SSH_KEYS,
    /**
     * Build steps may use the network of the machine, with the services on its loopback interface: those of a build daemon
     * that runs as a process do, those of one in a container if {@code services.buildkitd.network} says so.
     */
    HOST_NETWORK,
    /** Build steps may have all rights of the build daemon, which are those of root where it runs as root. */
    SECURITY_INSECURE("security.insecure");

    private final String written;

    Permission() {
        this.written = name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Permission(String written) {
        this.written = written;
    }

    /** Contains the names of permissions, separated by commas. */
    public static final String VARIABLE = "IMAGE_MANAGER_ALLOW";

    /** Followed by the name of an environment variable: the fleet may use its value in results. */
    private static final String ENVIRONMENT = "environment:";

    /**
     * Returns the permissions that the operator gave.
     *
     * @throws InputException with all unknown names
     */
    public static Set<Permission> given(Environment environment) {
        Problems problems = new Problems();
        Set<Permission> given = EnumSet.noneOf(Permission.class);
        for (String name : names(environment)) {
            Optional<Permission> permission = find(name);
            permission.ifPresent(given::add);
            if (permission.isEmpty() && !isVariable(name)) {
                problems.add(unknown(name));
            }
        }
        problems.throwIfAny();
        return given;
    }

    /**
     * Returns whether the operator gave this permission.
     *
     * @throws InputException with all unknown names
     */
    public boolean isGiven(Environment environment) {
        return given(environment).contains(this);
    }

    /**
     * Returns the environment variables whose values the operator allows in images and generated files, although they are
     * called like credentials, or used as one. Ignores what {@link #given} reports.
     */
    static Set<String> givenVariables(Environment environment) {
        Set<String> variables = new HashSet<>();
        for (String name : names(environment)) {
            if (isVariable(name)) {
                variables.add(name.substring(ENVIRONMENT.length()));
            }
        }
        return variables;
    }

    private static List<String> names(Environment environment) {
        return Arrays.stream(environment.variable(VARIABLE).orElse("").split("[\\s,]+"))
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static boolean isVariable(String name) {
        return name.startsWith(ENVIRONMENT)
                && name.substring(ENVIRONMENT.length()).matches(VariableName.SYNTAX);
    }

    /** Also finds the permission of an entitlement by its name. */
    private static Optional<Permission> find(String name) {
        return Arrays.stream(values())
                .filter(permission -> permission.toString().equals(name))
                .findFirst()
                .or(() -> Entitlement.find(name).map(Entitlement::permission));
    }

    private static Problem unknown(String name) {
        return Problem.error(VARIABLE + " contains '" + name + "', which is not the name of a permission")
                .withHint(Suggestion.hint(
                        name,
                        Stream.concat(
                                        Arrays.stream(values()).map(Permission::toString),
                                        Stream.of(Entitlement.NETWORK_HOST.toString(), ENVIRONMENT + "NAME"))
                                .toList(),
                        "permissions"));
    }

    /** Returns how to give it, for hints. */
    public String remedy() {
        return remedyFor(written);
    }

    /** Returns how to allow the value of an environment variable, for hints. */
    static String remedyForVariable(String variable) {
        return remedyFor(ENVIRONMENT + variable);
    }

    /** @param name in {@link #VARIABLE} */
    static String remedyFor(String name) {
        return "the operator of the machine can allow it with " + VARIABLE + "=" + name;
    }

    /** Returns the name in {@link #VARIABLE}. */
    @Override
    public String toString() {
        return written;
    }
}
