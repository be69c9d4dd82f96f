package dev.imagemanager.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ExistingDirectoryTest {

    @Test
    void whatIsMissingIsSaid() {
        assertThat(ExistingDirectory.problem(Path.of("nowhere")).orElseThrow().toString())
                .startsWith("there is no directory /")
                .endsWith("nowhere (set the fleet's directory, which contains 'images', with -C)");
        assertThat(ExistingDirectory.problem(Path.of(""))).isEmpty();
    }

    /** As a program gets it as an argument, or as the directory it is started in. */
    @Test
    void bytesThatAreNotUtf8AreNotTakenForADirectoryThatIsMissing() {
        assertThat(ExistingDirectory.problem(Path.of("/home/fl\uFFFDtte"))
                        .orElseThrow()
                        .toString())
                .isEqualTo(
                        "the path of the fleet's directory is not UTF-8: /home/fl\uFFFDtte (rename the directory whose"
                                + " name has the character '\uFFFD' here: it stands for bytes that are not UTF-8)");
    }
}
