package dev.imagemanager.graph;

import dev.imagemanager.dockerfile.Dockerfile;
import dev.imagemanager.dockerfile.ImageTriggers;
import dev.imagemanager.dockerfile.Instruction;
import dev.imagemanager.model.Fleet;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import java.util.List;
import java.util.function.Function;

/** The {@code ONBUILD} instructions of a fleet's images, read from their Dockerfiles. */
public final class FleetTriggers {

    private final Fleet fleet;
    private final Function<TargetName, Dockerfile> dockerfiles;

    public FleetTriggers(Fleet fleet, Function<TargetName, Dockerfile> dockerfiles) {
        this.fleet = fleet;
        this.dockerfiles = dockerfiles;
    }

    /** Returns the instructions of the images that a target uses; none for images outside the fleet. */
    public ImageTriggers in(Target child) {
        return use -> fleet.find(child, use.reference()).map(this::of).orElse(List.of());
    }

    private List<Instruction.OnBuild> of(Target parent) {
        return dockerfiles
                .apply(parent.name())
                .target(parent.definition().build().stage())
                .map(stage -> stage.triggers().toList())
                .orElse(List.of());
    }
}
