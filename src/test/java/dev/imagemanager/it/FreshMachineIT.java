package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.it.Program.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The development scripts in a fresh clone, without Go and without the tools, where releases can be downloaded. */
@ExtendWith(RealTools.class)
@ResourceLock(RealTools.DOCKER)
class FreshMachineIT {

    private static final Path HOME = Path.of(System.getProperty("image-manager.home", "."));

    @Test
    void theDemoDownloadsItsTools() {
        Result demo =
                new Program(HOME).through("dev/fresh-machine.sh", "dev/demo.sh").run("base");

        assertThat(demo.exitCode()).as("%s", demo).isZero();
        assertThat(demo.output()).contains("1 target in ", ": 1 ok");
        assertThat(demo.errors())
                .containsPattern("(?m)^crane \\S+ is installed in ")
                .containsPattern("(?m)^buildkit \\S+ is installed in ")
                .contains("services: down")
                .doesNotContain("compil");
        assertThat(demo.output() + demo.errors()).as("colours in a file").doesNotContain("\033");
    }
}
