package dev.imagemanager.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.problem.EnvironmentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputDirectoryTest {

    private static final Path FILE = Path.of("dist/app/1/Dockerfile");

    @TempDir
    Path fleet;

    private OutputDirectory output;

    @BeforeEach
    void open() {
        output = new OutputDirectory(fleet);
    }

    @Test
    void whatIsWrittenIsRead() {
        assertThat(output.content(FILE)).isEmpty();
        output.write(FILE, "FROM scratch\n".getBytes());

        assertThat(output.content(FILE).orElseThrow()).asString().isEqualTo("FROM scratch\n");
        assertThat(output.contains(FILE)).isTrue();
    }

    @Test
    void theModeBelongsToAFile() {
        GeneratedFile script = new GeneratedFile("#!/bin/sh\n".getBytes(), true);
        output.write(FILE, script);

        assertThat(output.has(FILE, script)).isTrue();
        assertThat(output.has(FILE, GeneratedFile.of(script.content()))).isFalse();
        assertThat(Files.isExecutable(fleet.resolve(FILE))).isTrue();
    }

    @Test
    void directoriesThatAreEmptyGoWithTheirLastFile() throws IOException {
        output.write(FILE, new byte[0]);
        Files.writeString(fleet.resolve("dist/notes"), "mine");
        output.remove(FILE);

        assertThat(fleet.resolve("dist/app")).doesNotExist();
        assertThat(fleet.resolve("dist/notes")).exists();
    }

    @Test
    void aLinkIsReplacedAndNotFollowed() throws IOException {
        Path elsewhere = Files.writeString(fleet.resolve("precious"), "precious");
        Files.createDirectories(fleet.resolve(FILE).getParent());
        Files.createSymbolicLink(fleet.resolve(FILE), elsewhere);

        assertThat(output.content(FILE)).isEmpty();
        assertThat(output.has(FILE, GeneratedFile.of("precious".getBytes()))).isFalse();
        output.write(FILE, "new".getBytes());
        assertThat(fleet.resolve(FILE)).hasContent("new").isRegularFile();
        assertThat(elsewhere).hasContent("precious");
    }

    @Test
    void aNewTextReplacesAHardLink() throws IOException {
        Path elsewhere = Files.writeString(fleet.resolve("precious"), "precious");
        Files.createDirectories(fleet.resolve(FILE).getParent());
        Files.createLink(fleet.resolve(FILE), elsewhere);

        output.start(FILE).append("new").close();
        assertThat(fleet.resolve(FILE)).hasContent("new");
        assertThat(elsewhere).hasContent("precious");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dist/app", "dist/app/1"})
    void nothingIsDoneThroughALinkedDirectory(String linked) throws IOException {
        Files.createDirectories(fleet.resolve("elsewhere/1"));
        Files.createDirectories(fleet.resolve(linked).getParent());
        Files.createSymbolicLink(fleet.resolve(linked), fleet.resolve("elsewhere"));

        List<ThrowingCallable> calls = List.of(
                () -> output.content(FILE),
                () -> output.write(FILE, new byte[0]),
                () -> output.start(FILE),
                () -> output.remove(FILE),
                () -> output.contains(FILE),
                () -> output.path(FILE),
                () -> output.directory(FILE.getParent()));
        assertThat(calls).allSatisfy(call -> assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(call)
                .withMessageContaining(linked + " is a symbolic link"));
    }

    @Test
    void distMayBeALinkInTheFleetAlone(@TempDir Path elsewhere) throws IOException {
        Files.createDirectory(fleet.resolve("disk"));
        Files.createSymbolicLink(fleet.resolve("dist"), Path.of("disk"));
        output.write(FILE, new byte[0]);
        assertThat(fleet.resolve("disk/app/1/Dockerfile")).exists();

        Files.delete(fleet.resolve("dist"));
        Files.createSymbolicLink(fleet.resolve("dist"), elsewhere);
        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> new OutputDirectory(fleet).write(FILE, new byte[0]))
                .withMessageContaining("dist is a symbolic link to a directory outside the fleet");
    }

    @ParameterizedTest
    @ValueSource(strings = {"image.yml", "dist", "dist/..", "dist/../image.yml", "../dist/x", "/etc/passwd", ""})
    void aFileOutsideIsAnError(String file) {
        assertThatIllegalArgumentException().isThrownBy(() -> output.remove(Path.of(file)));
        assertThatIllegalArgumentException().isThrownBy(() -> output.write(Path.of(file), new byte[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> output.content(Path.of(file)));
    }

    @Test
    void whatIsInTheWayIsNamed() throws IOException {
        Path archive = Path.of("dist/app/1/image.tar");
        Files.createDirectories(fleet.resolve(archive).resolve("full"));
        Files.createFile(fleet.resolve("dist/.images"));

        for (ThrowingCallable use :
                List.<ThrowingCallable>of(() -> output.start(archive), () -> output.write(archive, new byte[1]))) {
            assertThatThrownBy(use).isInstanceOfSatisfying(EnvironmentException.class, failure -> assertThat(
                            failure.problems().get(0).hint())
                    .contains("something else is in its place; remove or rename it"));
        }
    }

    /** The JDK does not tell whether a file is missing or its directory is a file, so this does. */
    @Test
    void aFileInThePlaceOfADirectoryIsNamed() throws IOException {
        Files.createDirectories(fleet.resolve("dist/app"));
        Files.createFile(fleet.resolve("dist/app/1"));
        Path file = Path.of("dist/app/1/build.json");

        for (ThrowingCallable use : List.<ThrowingCallable>of(
                () -> output.content(file),
                () -> output.digest(file),
                () -> output.contains(file),
                () -> output.write(file, new byte[1]),
                () -> output.start(file),
                () -> output.remove(file),
                () -> output.directory(Path.of("dist/app/1")))) {
            assertThatThrownBy(use)
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessageContaining("dist/app/1 is not a directory");
        }
    }

    @Test
    void aFileInThePlaceOfTheOutputDirectoryIsNamed() throws IOException {
        Files.createFile(fleet.resolve("dist"));

        assertThatThrownBy(() -> output.content(Path.of("dist/fleet.json")))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("cannot read dist/fleet.json: dist is not a directory");
    }
}
