package dev.imagemanager.cli.console;

import dev.imagemanager.problem.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** Prints problems for people: position, message and hint. */
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
        if (errors > 1 && !console.writesEvents()) {
            console.message(errors + " errors");
        }
    }

    public void print(Problem problem) {
        print(problem, List.of());
    }

    /**
     * @param details lines that belong to the problem, such as the output of a failed step; printed together with it
     */
    public void print(Problem problem, List<String> details) {
        if (console.writesEvents()) {
            console.event("problem", event -> ProblemsDocument.add(event, problem));
            return;
        }
        Style style = console.style();
        String label =
                switch (problem.severity()) {
                    case ERROR -> style.error("error:");
                    case WARNING -> style.note("warning:");
                    case NOTE -> style.note("note:");
                };
        String place = problem.location().map(location -> location + ": ").orElse("");
        StringBuilder text =
                new StringBuilder(PlainText.indented(place) + label + " " + PlainText.indented(problem.message()));
        details.forEach(line -> text.append("\n" + PlainText.CONTINUED).append(PlainText.indented(line)));
        problem.hint().ifPresent(hint -> text.append("\n  ").append(PlainText.indented(hint)));
        console.message(text.toString());
    }
}
