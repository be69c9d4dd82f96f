package dev.imagemanager.pipeline.generate;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.problem.Problem;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Chooses targets by what is known only after a fleet was generated. */
@FunctionalInterface
public interface TargetFilter {

    /**
     * Returns the targets to keep of those that the user named.
     *
     * @param notes receives what is to say about the choice
     * @throws dev.imagemanager.problem.InputException if it cannot be made
     */
    Set<TargetName> keep(GeneratedFleet fleet, Consumer<Problem> notes) throws InterruptedException;

    /** Keeps the targets that both keep. */
    default TargetFilter and(TargetFilter other) {
        return (fleet, notes) -> {
            Set<TargetName> kept = new HashSet<>(keep(fleet, notes));
            kept.retainAll(other.keep(fleet, notes));
            return kept;
        };
    }

    /** Keeps all targets. */
    static TargetFilter all() {
        return (fleet, notes) -> fleet.fleet().targets().keySet();
    }
}
