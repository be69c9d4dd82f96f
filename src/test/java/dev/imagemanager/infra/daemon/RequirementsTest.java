package dev.imagemanager.infra.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.infra.doctor.FakeMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequirementsTest {

    @TempDir
    Path root;

    private Requirements requirements(String path) {
        FakeMachine machine = new FakeMachine(root).program("buildkitd");
        machine.environment().set("PATH", path);
        return new Requirements(machine.executables());
    }

    private Path installed(String file) throws IOException {
        Path program = root.resolve("cache/image-manager/tools").resolve(file);
        Files.createDirectories(program.getParent());
        Files.writeString(program, "#!/bin/sh\n");
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void aDaemonFindsItsProgramsWhereverTheyWereFound() throws IOException {
        Path runc = installed("buildkit-0.26.3/bin/buildkit-runc");

        assertThat(requirements(root + "/bin:/elsewhere").searchPathWith("buildkitd", "buildkit-runc|runc"))
                .isEqualTo(root + "/bin:/elsewhere:" + runc.getParent());
    }

    @Test
    void aDaemonOfOursIsOnThePathToo() throws IOException {
        Path runc = installed("buildkit-0.26.3/bin/buildkit-runc");
        installed("buildkit-0.26.3/bin/buildkitd");

        assertThat(requirements("").searchPathWith("buildkitd", "buildkit-runc|runc"))
                .isEqualTo(runc.getParent().toString());
    }
}
