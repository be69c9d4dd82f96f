package dev.imagemanager.infra.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartFailuresTest {

    @ParameterizedTest
    @CsvSource({
        "'error=2, No such file or directory', install it",
        "'error=8, Exec format error', the one for its processor",
        "'error=11, Resource temporarily unavailable', --jobs",
        "'error=12, Cannot allocate memory', --jobs",
        "'error=13, Permission denied', chmod",
        "'something else', install it",
    })
    void eachReasonHasItsRemedy(String reason, String remedy) {
        Problem problem = StartFailures.describe(
                "tool", List.of("tool"), new IOException("Cannot run program \"tool\": " + reason));

        assertThat(problem.message()).startsWith("cannot run tool: ").endsWith(reason);
        assertThat(problem.hint().orElseThrow()).contains(remedy);
    }

    @Test
    void tooManyArgumentsAreNamedAsTheReason() {
        List<String> command = Collections.nCopies(100, "x".repeat(100_000));

        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> new ProcessRunner()
                        .run(
                                ProcessCommand.of(
                                        Duration.ofSeconds(10),
                                        Stream.concat(Stream.of("true"), command.stream())
                                                .toList()),
                                line -> {},
                                line -> {}))
                .withMessageContaining("its arguments are too long: 10000105 bytes in 101 arguments")
                .withMessageContaining("getconf ARG_MAX");
    }
}
