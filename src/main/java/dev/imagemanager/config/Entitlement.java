package dev.imagemanager.config;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A right that steps of a Dockerfile ask for, beyond those that all have (Dockerfile reference, "RUN --network" and "RUN
 * --security"). The definition names it, the operator of the machine allows it, and the builder is told of it.
 */
public enum Entitlement {
    NETWORK_HOST("network.host", "--network=host", Permission.HOST_NETWORK),
    SECURITY_INSECURE("security.insecure", "--security=insecure", Permission.SECURITY_INSECURE);

    static final String SYNTAX = "network\\.host|security\\.insecure";

    private final String name;
    private final String flag;
    private final Permission permission;

    Entitlement(String name, String flag, Permission permission) {
        this.name = name;
        this.flag = flag;
        this.permission = permission;
    }

    public static Optional<Entitlement> find(String name) {
        return Arrays.stream(values())
                .filter(entitlement -> entitlement.name.equals(name))
                .findFirst();
    }

    /**
     * Returns those that the operator allows.
     *
     * @throws dev.imagemanager.problem.InputException if the environment contains unknown permissions
     */
    public static Set<Entitlement> allowed(Environment environment) {
        Set<Permission> given = Permission.given(environment);
        Set<Entitlement> allowed = EnumSet.noneOf(Entitlement.class);
        for (Entitlement entitlement : values()) {
            if (given.contains(entitlement.permission)) {
                allowed.add(entitlement);
            }
        }
        return allowed;
    }

    /** Returns the flag of {@code RUN} that asks for it. */
    public String flag() {
        return flag;
    }

    Permission permission() {
        return permission;
    }

    /** Returns how to allow it, by the name that definitions have for it, for hints. */
    public String remedy() {
        return Permission.remedyFor(name);
    }

    /** Returns the name in definitions. */
    @Override
    public String toString() {
        return name;
    }
}
