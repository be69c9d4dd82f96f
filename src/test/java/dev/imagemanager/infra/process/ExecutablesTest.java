package dev.imagemanager.infra.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.imagemanager.problem.EnvironmentException;
import org.junit.jupiter.api.Test;

class ExecutablesTest {

    private final Executables executables = new Executables();

    @Test
    void programsOnThePathAreFound() {
        assertThat(executables.find("sh"))
                .hasValueSatisfying(file -> assertThat(file).isExecutable().isAbsolute());
        assertThat(executables.require("sh", "do something")).hasFileName("sh");
    }

    @Test
    void programsBesideThisOneAreFound() {
        assertThat(executables.find("java")).isPresent();
    }

    @Test
    void directoriesAreNoPrograms() {
        assertThat(executables.find(".")).isEmpty();
    }

    @Test
    void aMissingProgramIsSaidWithItsPurposeAndARemedy() {
        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> executables.require("no-such-tool", "build images"))
                .satisfies(failure -> assertThat(failure.problems())
                        .singleElement()
                        .hasToString("no-such-tool is needed to build images, but is not on the PATH"
                                + " (install no-such-tool and make sure that its directory is in PATH)"));
    }
}
