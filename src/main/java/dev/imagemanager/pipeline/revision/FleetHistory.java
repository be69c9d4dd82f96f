package dev.imagemanager.pipeline.revision;

import dev.imagemanager.pipeline.generate.FleetGenerator;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.SourceLocation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Generates a fleet as it was at a revision, with the environment variables of now. */
@ApplicationScoped
public final class FleetHistory {

    private final Revisions revisions;
    private final FleetGenerator generator;

    @Inject
    public FleetHistory(Revisions revisions, FleetGenerator generator) {
        this.revisions = revisions;
        this.generator = generator;
    }

    /**
     * @param directory the fleet's directory
     * @throws InputException if there is no such revision, or with all errors of the fleet at it; their files are named as
     *     {@code git show} takes them
     */
    public PastFleet at(Path directory, Revision revision) throws InterruptedException {
        try (Checkout checkout = revisions.checkout(directory, revision)) {
            List<Problem> notes = new ArrayList<>(checkout.notes());
            Optional<GeneratedFleet> fleet = Optional.empty();
            if (Files.isDirectory(checkout.directory().resolve("images"))) {
                fleet = Optional.of(generate(checkout));
            } else {
                notes.add(Problem.note(
                        "there is no fleet at " + revision + ": it has no directory " + checkout.place() + "images"));
            }
            return new PastFleet(revision, checkout.commit(), fleet, checkout.files(), notes);
        }
    }

    private GeneratedFleet generate(Checkout checkout) {
        try {
            return generator.generate(checkout.directory());
        } catch (InputException invalid) {
            throw new InputException(invalid.problems().stream()
                    .map(problem -> inRevision(problem, checkout))
                    .toList());
        }
    }

    private static Problem inRevision(Problem problem, Checkout checkout) {
        return new Problem(
                problem.severity(),
                withoutDirectory(problem.message(), checkout),
                problem.location()
                        .map(place -> new SourceLocation(
                                Path.of(checkout.place() + place.file()), place.line(), place.column())),
                problem.hint().map(hint -> withoutDirectory(hint, checkout)));
    }

    /** The temporary directory says nothing to a reader, and will be gone. */
    private static String withoutDirectory(String text, Checkout checkout) {
        String directory = checkout.directory().toString();
        return text.replace(directory + "/", checkout.place()).replace(directory, checkout.place());
    }
}
