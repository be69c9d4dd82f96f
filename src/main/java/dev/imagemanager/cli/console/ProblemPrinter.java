package dev.imagemanager.cli.console;

import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.SourceLocation;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Prints problems for people: position, message and hint. */
@Singleton
public final class ProblemPrinter {

    private final Console console;
    private final Repository repository;

    /** Where positions are relative to. */
    private volatile Path fleetDirectory = Path.of("");

    @Inject
    public ProblemPrinter(Console console) {
        this(console, Repository.of(System.getenv()));
    }

    /** For tests. */
    public ProblemPrinter(Console console, Repository repository) {
        this.console = console;
        this.repository = repository;
    }

    /** @param directory the fleet's, to which positions of problems are relative; the working directory before */
    public void locate(Path directory) {
        fleetDirectory = directory;
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
        if (console.ciSystem() == CiSystem.GITHUB && problem.severity() != Problem.Severity.NOTE) {
            Optional<SourceLocation> annotated =
                    problem.location().flatMap(location -> repository.relative(location, fleetDirectory));
            console.command(GithubCommand.annotation(problem, details, annotated));
        }
    }
}
