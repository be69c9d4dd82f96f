package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.it.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Completion scripts, and the names that they ask for. */
class CompletionIT {

    private static final Path SHARE = Path.of(System.getProperty("image-manager.home", "."), "share");

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "bash, bash-completion/completions/image-manager",
        "zsh, zsh/site-functions/_image-manager",
        "fish, fish/vendor_completions.d/image-manager.fish"
    })
    void theProgramPrintsTheScriptThatIsShipped(String shell, String file) throws IOException {
        Result result = new Program(directory).run("completion", shell);

        assertThat(result.output()).isEqualTo(Files.readString(SHARE.resolve(file)));
        assertThat(result.errors()).isEmpty();
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void namesOfImagesTargetsAndAliasesAreToldOneALine() {
        new FleetFiles(directory)
                .file("images/app/image.yml", "tags: [{name: 1.2.3}]\nvariants: [{name: tools, tag_suffix: -tools}]\n")
                .file("images/app/Dockerfile", "FROM scratch\n");

        assertThat(new Program(directory).run("complete", "targets").output().lines())
                .containsExactly(
                        "app", "app:1", "app:1-tools", "app:1.2", "app:1.2-tools", "app:1.2.3", "app:1.2.3-tools");
        assertThat(new Program(directory.getParent())
                        .run("-C", directory.toString(), "complete", "targets")
                        .output())
                .startsWith("app\n");
        assertThat(new Program(directory).run("complete", "tools").output().lines())
                .contains("buildctl", "container-structure-test");
    }

    @Test
    void aBrokenFleetHasNoNames() {
        new FleetFiles(directory).file("images/app/image.yml", "tags: 7\n");

        Result result = new Program(directory).run("complete", "targets");

        assertThat(result.output()).isEmpty();
        assertThat(result.exitCode()).isEqualTo(2);
    }
}
