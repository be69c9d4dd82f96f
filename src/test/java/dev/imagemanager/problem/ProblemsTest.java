package dev.imagemanager.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProblemsTest {

    private final Problems problems = new Problems();

    private static SourceLocation at(String file, int line, int column) {
        return new SourceLocation(Path.of(file), line, column);
    }

    @Test
    void comeInTheOrderOfTheFiles() {
        problems.add(Problem.error(at("b", 1, 1), "5"));
        problems.add(Problem.error(at("a", 10, 1), "4"));
        problems.add(Problem.error(at("a", 9, 12), "3"));
        problems.add(Problem.error(at("a", 9, 2), "2"));
        problems.add(Problem.error("1"));
        problems.add(Problem.error(SourceLocation.wholeFile(Path.of("c")), "6"));

        assertThat(problems.errors()).extracting(Problem::message).containsExactly("1", "2", "3", "4", "5", "6");
    }

    /** Threads find them in any order. */
    @Test
    void atOnePlaceComeByTheirWords() {
        problems.add(Problem.error(at("a", 1, 1), "b").withHint("2"));
        problems.add(Problem.error(at("a", 1, 1), "c"));
        problems.add(Problem.error(at("a", 1, 1), "b").withHint("1"));
        problems.add(Problem.error(at("a", 1, 1), "a"));

        assertThat(problems.errors())
                .extracting(Problem::toString)
                .containsExactly("a:1:1: a", "a:1:1: b (1)", "a:1:1: b (2)", "a:1:1: c");
    }

    @Test
    void areToldOnce() {
        problems.add(Problem.error("twice"));
        problems.addAll(List.of(Problem.error("twice"), Problem.note("twice")));

        assertThat(problems.errors()).hasSize(1);
        assertThat(problems.notes()).hasSize(1);
        assertThat(problems.errorCount()).isEqualTo(1);
    }

    @Test
    void notesStopNothing() {
        problems.add(Problem.note("by the way"));

        assertThat(problems.hasErrors()).isFalse();
        assertThatCode(problems::throwIfAny).doesNotThrowAnyException();
    }

    @Test
    void errorsAreThrownTogetherWithoutNotes() {
        problems.add(Problem.note("by the way"));
        problems.add(Problem.error("one"));
        problems.add(Problem.error("two"));

        assertThatThrownBy(problems::throwIfAny).isInstanceOfSatisfying(InputException.class, thrown -> {
            assertThat(thrown.problems()).extracting(Problem::message).containsExactly("one", "two");
            assertThat(thrown.exitCode()).isEqualTo(ExitCode.INPUT);
        });
    }

    @Test
    void mayBeFoundBySeveralThreads() {
        IntStream.range(0, 5_000).parallel().forEach(i -> problems.add(Problem.error("p" + i % 1_000)));

        assertThat(problems.errorCount()).isEqualTo(1_000);
    }

    @Test
    void placesReadAsEditorsExpect() {
        assertThat(at("images/a/image.yml", 3, 7)).hasToString("images/a/image.yml:3:7");
        assertThat(at("images/a/image.yml", 3, 0)).hasToString("images/a/image.yml:3");
        assertThat(SourceLocation.wholeFile(Path.of("x"))).hasToString("x");
        assertThatThrownBy(() -> at("x", -1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theNumbersOfTheExitCodesAreFixed() {
        assertThat(List.of(ExitCode.values())).extracting(ExitCode::number).containsExactly(0, 1, 2, 3, 4, 130);
        assertThat(new EnvironmentException(Problem.error("x")).exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(new FailedException(Problem.error("x")).exitCode()).isEqualTo(ExitCode.FAILED);
    }
}
