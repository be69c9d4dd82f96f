package dev.imagemanager.pipeline.doctor;

import dev.imagemanager.pipeline.MemoryTrust;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import jakarta.inject.Singleton;
import java.util.List;

/** Checks the keys for what the build registry remembers. */
@Singleton
final class MemoryCheck implements HealthCheck {

    @Override
    public Area area() {
        return Area.SETTINGS;
    }

    @Override
    public String name() {
        return "keys of 'memory'";
    }

    /** Without keys there is nothing to check. */
    @Override
    public List<Finding> examine(Subject subject) {
        if (subject.settings().memory().publicKey().isEmpty()) {
            return List.of();
        }
        try {
            MemoryTrust trust = MemoryTrust.of(subject.settings());
            return List.of(Finding.ok(
                    name(), trust.mayAdd() ? "entries are signed" : "entries must be signed; this machine adds none"));
        } catch (InputException unusable) {
            Problem problem = unusable.problems().get(0);
            return List.of(
                    Finding.failed(name(), problem.message(), problem.hint().orElseThrow()));
        }
    }
}
