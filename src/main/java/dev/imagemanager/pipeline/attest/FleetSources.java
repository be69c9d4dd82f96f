package dev.imagemanager.pipeline.attest;

import java.nio.file.Path;
import java.util.Optional;

/** Finds the repositories of fleets. */
public interface FleetSources {

    /** Returns where a fleet is from; empty if it is in no repository, or one that cannot be read. */
    Optional<FleetSource> of(Path fleetDirectory) throws InterruptedException;
}
