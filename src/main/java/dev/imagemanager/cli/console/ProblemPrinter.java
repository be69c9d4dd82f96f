package dev.imagemanager.cli.console;

import dev.imagemanager.problem.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** Shows problems to a person: place, message, then what to do. */
@Singleton
public final class ProblemPrinter {

    private final Console console;

    @Inject
    public ProblemPrinter(Console console) {
        this.console = console;
    }

    public void print(List<Problem> problems) {
        problems.forEach(this::print);
        long errors = problems.stream().filter(Problem::isError).count();
        if (errors > 1) {
            console.message(errors + " errors");
        }
    }

    public void print(Problem problem) {
        Style style = console.style();
        String label = problem.isError() ? style.error("error:") : style.note("note:");
        String place = problem.location().map(location -> location + ": ").orElse("");
        console.message(place + label + " " + problem.message());
        problem.hint().ifPresent(hint -> console.message("  " + hint));
    }
}
