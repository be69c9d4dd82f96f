package dev.imagemanager.infra.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.imagemanager.FakeEnvironment;
import dev.imagemanager.infra.process.Executables.Location;
import dev.imagemanager.infra.tool.ToolCache;
import dev.imagemanager.infra.tool.ToolCatalog;
import dev.imagemanager.pipeline.tools.ToolStatus.Origin;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecutablesTest {

    @TempDir
    Path directory;

    private Executables executables;

    @BeforeEach
    void look() {
        FakeEnvironment environment = new FakeEnvironment();
        environment.set("XDG_CACHE_HOME", directory.resolve("cache").toString());
        executables = new Executables(
                "." + directory.getRoot().relativize(directory) + ":" + directory.resolve("first") + "::"
                        + directory.resolve("second"),
                Optional.of(directory.resolve("own")),
                new ToolCache(environment, new ToolCatalog()));
    }

    private Path program(String path) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void thePathGoesFirstThenOurDirectoryThenTheCache() throws IOException {
        assertThat(executables.locate("crane")).isEmpty();

        Path installed = program("cache/image-manager/tools/crane-0.20.7/crane");
        assertThat(executables.locate("crane")).contains(new Location(installed, Origin.INSTALLED));

        Path beside = program("own/crane");
        assertThat(executables.locate("crane")).contains(new Location(beside, Origin.BESIDE));

        Path later = program("second/crane");
        assertThat(executables.locate("crane")).contains(new Location(later, Origin.PATH));

        Path first = program("first/crane");
        assertThat(executables.locate("crane")).contains(new Location(first, Origin.PATH));
        assertThat(executables.find("crane")).contains(first);
    }

    @Test
    void whatCannotBeRunIsPassedOver() throws IOException {
        Files.createDirectories(directory.resolve("first/crane"));
        Files.createDirectories(directory.resolve("second"));
        Files.writeString(directory.resolve("second/crane"), "not executable");

        assertThat(executables.find("crane")).isEmpty();
    }

    @Test
    void anOldVersionInTheCacheDoesNotCount() throws IOException {
        program("cache/image-manager/tools/crane-0.1.0/crane");

        assertThat(executables.find("crane")).isEmpty();
    }

    @Test
    void theRealEnvironmentIsLookedAt() {
        FakeEnvironment environment = new FakeEnvironment();
        environment.set("PATH", System.getenv("PATH"));
        Executables real = new Executables(environment, new ToolCache(environment, new ToolCatalog()));

        assertThat(real.require("sh", "do something")).isExecutable().isAbsolute();
        assertThat(real.locate("java")).as("beside this program, a JVM").isPresent();
    }

    private Problem missing(String name) {
        return catchThrowableOfType(EnvironmentException.class, () -> executables.require(name, "do it"))
                .problems()
                .get(0);
    }

    @Test
    void theRemedyIsAnInstallationWhereThatWorks() {
        Problem problem = missing("container-structure-test");
        assertThat(problem.message()).isEqualTo("container-structure-test is needed to do it, but is not on the PATH");
        assertThat(problem.hint()).hasValueSatisfying(hint -> assertThat(hint)
                .startsWith("run 'image-manager tools install container-structure-test', or "));

        assertThat(missing("dockerd").hint()).contains("install dockerd and add its directory to the PATH");
    }
}
