package dev.imagemanager.config;

import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Whether the operator of the machine trusts the authors of the fleet. A fleet that is not trusted, such as that of a pull
 * request from a fork, is used without the parts that reach beyond its own images: {@link UntrustedFleet}.
 */
@Singleton
public final class FleetTrust {

    /** {@code true} for fleets that are not trusted. */
    public static final String VARIABLE = "IMAGE_MANAGER_UNTRUSTED";

    private final Environment environment;
    private volatile boolean isWithdrawn;

    @Inject
    public FleetTrust(Environment environment) {
        this.environment = environment;
    }

    /** Withdraws the trust for the rest of this program, whatever the environment says. */
    public void withdraw() {
        isWithdrawn = true;
    }

    /** @throws InputException if the variable is neither {@code true} nor {@code false} */
    public boolean isGiven() {
        boolean isUntrusted = Switch.read(environment.variable(VARIABLE).orElse("false"))
                .orElseThrow(() -> new InputException(Problem.error(VARIABLE + " is neither true nor false")
                        .withHint("set it to true for a fleet that is not trusted, else to false, or remove it")));
        return !isUntrusted && !isWithdrawn;
    }
}
