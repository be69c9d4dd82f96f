package dev.imagemanager.pipeline.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.TestFleet;
import dev.imagemanager.output.OutputDirectory;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputDiffTest {

    @TempDir
    Path directory;

    private TestFleet fleet;

    @BeforeEach
    void twoImages() {
        fleet = new TestFleet(directory.resolve("fleet"))
                .with("images/app/image.yml", "tags: [{name: 1.0.0}, {name: 2.0.0}]\n")
                .with("images/app/Dockerfile.tmpl", "FROM scratch\nLABEL tag={=tag.name}\n")
                .with("images/app/test.yml", "schemaVersion: 2.0.0\n")
                .with("images/lib/image.yml", "name: team/lib\ntags: [{name: edge}]\n")
                .with("images/lib/Dockerfile", "FROM scratch\n");
    }

    private String diff() {
        GeneratedFleet generated = fleet.generate();
        OutputDirectory output = new OutputDirectory(fleet.directory());
        return OutputDiff.of(
                output,
                new GeneratedFiles(output)
                        .compare(generated, generated.fleet().targets().keySet()));
    }

    @Test
    void differencesAreShownAsPatches() {
        fleet.write();
        fleet.with("images/app/Dockerfile.tmpl", "FROM scratch\nLABEL tag={=tag.name}\nLABEL more=less\n")
                .with("images/app/image.yml", "tags: [{name: 2.0.0}]\n");

        assertThat(diff())
                .contains(
                        """
                        --- a/dist/app/2.0.0/Dockerfile
                        +++ b/dist/app/2.0.0/Dockerfile
                        @@ -1,2 +1,3 @@
                         FROM scratch
                         LABEL tag=2.0.0
                        +LABEL more=less
                        """,
                        """
                        --- a/dist/app/1.0.0/Dockerfile
                        +++ /dev/null
                        @@ -1,2 +0,0 @@
                        -FROM scratch
                        -LABEL tag=1.0.0
                        """);
    }

    @Test
    void aNewFileIsShownWhole() {
        assertThat(diff())
                .contains(
                        """
                        --- /dev/null
                        +++ b/dist/team/lib/edge/Dockerfile
                        @@ -0,0 +1,1 @@
                        +FROM scratch
                        """);
    }

    /** Whatever makes a file stale has to be seen. */
    @Test
    void differencesAtTheEndsOfLinesAreShown() {
        fleet.with("images/lib/Dockerfile", "FROM scratch\r\nLABEL a=b\r\n");
        fleet.write();
        fleet.with("images/lib/Dockerfile", "FROM scratch\nLABEL a=b");

        assertThat(diff())
                .isEqualTo(
                        """
                        --- a/dist/team/lib/edge/Dockerfile
                        +++ b/dist/team/lib/edge/Dockerfile
                        @@ -1,2 +1,2 @@
                        -FROM scratch\r
                        -LABEL a=b\r
                        +FROM scratch
                        +LABEL a=b
                        \\ No newline at end of file
                        """);
    }

    @Test
    void differencesThatAreNoTextAreTold() {
        fleet.with("images/lib/Dockerfile", new byte[] {'F', 'R', 'O', 'M', ' ', 'x', '\n', '#', (byte) 0xe9, '\n'});
        fleet.write();
        fleet.with("images/lib/Dockerfile", new byte[] {'F', 'R', 'O', 'M', ' ', 'x', '\n', '#', (byte) 0xe8, '\n'});

        assertThat(diff())
                .isEqualTo("Binary files a/dist/team/lib/edge/Dockerfile and b/dist/team/lib/edge/Dockerfile differ\n");
    }

    @Test
    void anEmptyFileIsShownToo() {
        fleet.write();
        fleet.with("images/lib/test.yml", "");

        assertThat(diff()).contains("--- /dev/null\n+++ b/dist/team/lib/edge/test.yml\n");
    }
}
