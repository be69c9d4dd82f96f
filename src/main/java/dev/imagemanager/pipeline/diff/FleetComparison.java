package dev.imagemanager.pipeline.diff;

import dev.imagemanager.pipeline.generate.FleetGenerator;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.pipeline.revision.FleetHistory;
import dev.imagemanager.pipeline.revision.PastFleet;
import dev.imagemanager.pipeline.revision.Revision;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares a fleet at a revision with the fleet in the working tree, or at another revision. */
@ApplicationScoped
public final class FleetComparison {

    private final FleetHistory history;
    private final FleetGenerator generator;

    @Inject
    public FleetComparison(FleetHistory history, FleetGenerator generator) {
        this.history = history;
        this.generator = generator;
    }

    /** A state and its fleet; empty if there was none. */
    private record State(FleetState name, Optional<GeneratedFleet> fleet, List<Problem> notes) {}

    /** Reads a fleet. */
    private interface Reading {
        State read() throws InterruptedException;
    }

    /**
     * @param directory the fleet's directory
     * @param after empty for the working tree
     * @throws InputException with all errors of both fleets, or if a revision is missing, or both have no fleet
     */
    public ComparedFleets compare(Path directory, Revision before, Optional<Revision> after)
            throws InterruptedException {
        List<Problem> problems = new ArrayList<>();
        Optional<State> old = read(() -> at(directory, before), problems);
        Optional<State> current =
                read(() -> after.isPresent() ? at(directory, after.get()) : workingTree(directory), problems);
        if (!problems.isEmpty()) {
            throw new InputException(problems.stream().distinct().toList());
        }
        List<Problem> notes = new ArrayList<>(old.orElseThrow().notes());
        notes.addAll(current.orElseThrow().notes());
        if (old.get().fleet().isEmpty() && current.get().fleet().isEmpty()) {
            throw new InputException(notes.stream()
                    .map(note -> Problem.error(note.message())
                            .withHint("set the fleet's directory, which contains 'images', with -C"))
                    .toList());
        }
        return new ComparedFleets(
                old.get().name(),
                current.get().name(),
                FleetDiff.of(old.get().fleet(), current.get().fleet()),
                notes.stream().distinct().toList());
    }

    private static Optional<State> read(Reading reading, List<Problem> problems) throws InterruptedException {
        try {
            return Optional.of(reading.read());
        } catch (InputException invalid) {
            problems.addAll(invalid.problems());
            return Optional.empty();
        }
    }

    private State at(Path directory, Revision revision) throws InterruptedException {
        PastFleet past = history.at(directory, revision);
        return new State(new FleetState(Optional.of(revision), Optional.of(past.commit())), past.fleet(), past.notes());
    }

    private State workingTree(Path directory) {
        return new State(FleetState.WORKING_TREE, Optional.of(generator.generate(directory)), List.of());
    }
}
