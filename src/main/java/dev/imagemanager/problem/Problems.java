package dev.imagemanager.problem;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Collects problems, so that one run shows all of them. Safe for use by several threads. */
public final class Problems {

    /** By position, then by message, since threads add problems in any order. */
    private static final Comparator<Problem> BY_PLACE = Comparator.comparing(
                    (Problem problem) -> problem.location().orElse(null),
                    Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Problem::message)
            .thenComparing(problem -> problem.hint().orElse(""));

    private final Set<Problem> found = new LinkedHashSet<>();
    private final Set<Problem> explanations = new LinkedHashSet<>();
    private int errors;

    public synchronized void add(Problem problem) {
        if (found.add(problem) && problem.isError()) {
            errors++;
        }
    }

    public void addAll(Collection<Problem> problems) {
        problems.forEach(this::add);
    }

    /** Returns the number of errors so far. */
    public synchronized int errorCount() {
        return errors;
    }

    public boolean hasErrors() {
        return errorCount() > 0;
    }

    public List<Problem> errors() {
        return sorted().stream().filter(Problem::isError).toList();
    }

    /** Adds a note that explains errors; it is only shown together with them. */
    public synchronized void explain(Problem note) {
        explanations.add(note);
    }

    /** Returns the errors after the notes that explain them. */
    public synchronized List<Problem> explainedErrors() {
        return Stream.concat(explanations.stream(), errors().stream()).toList();
    }

    public List<Problem> notes() {
        return sorted().stream().filter(problem -> !problem.isError()).toList();
    }

    /**
     * Throws the errors found so far, after the notes that explain them.
     *
     * @throws InputException if there is at least one error
     */
    public void throwIfAny() {
        if (hasErrors()) {
            throw new InputException(explainedErrors());
        }
    }

    private synchronized List<Problem> sorted() {
        List<Problem> all = new ArrayList<>(found);
        all.sort(BY_PLACE);
        return all;
    }
}
