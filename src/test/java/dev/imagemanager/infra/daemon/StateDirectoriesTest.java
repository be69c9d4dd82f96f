package dev.imagemanager.infra.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.FakeEnvironment;
import dev.imagemanager.TestSeals;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.seal.UserState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoriesTest {

    @TempDir
    Path parent;

    private final StateDirectories states = TestSeals.states();
    private Path fleet;
    private Path state;

    @BeforeEach
    void createFleet() throws IOException {
        fleet = Files.createDirectory(parent.resolve("fleet"));
        state = fleet.resolve(".buildkit");
    }

    private Optional<String> foreign(Path fleetDirectory) {
        return states.foreign(states.at(fleetDirectory));
    }

    private void copyTo(Path other) throws IOException {
        Files.createDirectories(
                other, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        for (String name : List.of("seal", ".gitignore")) {
            Files.copy(state.resolve(name), other.resolve(name));
        }
    }

    @Test
    void oneThatIsCreatedHereIsUsed() throws IOException {
        assertThat(states.of(fleet).exists()).isFalse();

        states.create(fleet);
        states.create(fleet);

        assertThat(states.of(fleet).exists()).isTrue();
        assertThat(Files.getPosixFilePermissions(state)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(state.resolve(".gitignore")).hasContent("*");
        try (Stream<Path> files = Files.list(fleet)) {
            assertThat(files).containsExactly(state);
        }
    }

    @Test
    void itIsTheSameThroughALinkToTheFleet() throws IOException {
        states.create(fleet);

        assertThat(foreign(Files.createSymbolicLink(parent.resolve("link"), fleet)))
                .isEmpty();
    }

    @Test
    void aCopyAndOneOfAnotherUserAreForeign() throws IOException {
        states.create(fleet);
        Path copy = Files.createDirectory(parent.resolve("copy"));
        copyTo(copy.resolve(".buildkit"));

        assertThat(foreign(copy)).hasValue("was not created here by this user");
        StateDirectories others = new StateDirectories(
                new UserState(new FakeEnvironment().with(UserState.KEY_VARIABLE, "of another user".repeat(3))));
        assertThat(others.foreign(others.at(fleet))).hasValue("was not created here by this user");
        assertThatThrownBy(() -> states.of(copy))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("copy/.buildkit was not created here by this user");
        assertThatThrownBy(() -> states.create(copy)).isInstanceOf(EnvironmentException.class);
    }

    @Test
    void oneThatOthersCanEnterIsForeign() throws IOException {
        states.create(fleet);
        Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThat(foreign(fleet)).hasValue("can be accessed by other users");
    }

    @Test
    void somethingElseInItsPlaceIsForeign() throws IOException {
        states.create(fleet);
        Path other = parent.resolve("elsewhere");
        Files.move(state, other);
        Files.createSymbolicLink(state, other);
        assertThat(foreign(fleet)).hasValue("is a symbolic link");

        Files.delete(state);
        Files.createFile(state);
        assertThat(foreign(fleet)).hasValue("is not a directory");

        Files.delete(state);
        Files.createDirectory(
                state, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.createDirectory(state.resolve("registry"));
        assertThat(foreign(fleet)).hasValue("was not created here by this user");
        Files.createSymbolicLink(state.resolve("seal"), other.resolve("seal"));
        assertThat(foreign(fleet)).hasValue("was not created here by this user");
    }

    @Test
    void whereAMovedOneWasIsKnown() throws IOException {
        states.create(fleet);
        String id = states.at(fleet).id();
        Path moved = parent.resolve("moved\nfleet");
        Files.move(fleet, moved);

        StateDirectory former = states.movedFrom(states.at(moved)).orElseThrow();

        assertThat(former.path()).isEqualTo(parent.toRealPath().resolve("fleet/.buildkit"));
        assertThat(former.id()).isEqualTo(id);
        states.setAside(states.at(moved));
        states.create(moved);
        Path again = parent.resolve("again");
        Files.move(moved, again);
        assertThat(states.movedFrom(states.at(again)).orElseThrow().path())
                .isEqualTo(parent.toRealPath().resolve("moved\nfleet/.buildkit"));
    }

    @Test
    void aCopyWasNotMoved() throws IOException {
        states.create(fleet);
        assertThat(states.movedFrom(states.at(fleet))).as("at its place").isEmpty();
        Path copy = Files.createDirectory(parent.resolve("copy"));
        assertThat(states.movedFrom(states.at(copy))).as("nothing there").isEmpty();

        copyTo(copy.resolve(".buildkit"));

        assertThat(states.movedFrom(states.at(copy))).isEmpty();
        Files.move(state, parent.resolve("elsewhere"));
        assertThat(states.movedFrom(states.at(copy))).as("the original is gone").isPresent();
        Files.createSymbolicLink(state, parent.resolve("nowhere"));
        assertThat(states.movedFrom(states.at(copy))).as("something is there").isEmpty();
    }

    @Test
    void aPlaceWithoutASealOfThisUserIsNotBelieved() throws IOException {
        states.create(fleet);
        Path moved = parent.resolve("moved");
        Files.move(fleet, moved);
        Path seal = moved.resolve(".buildkit/seal");
        String written = Files.readString(seal);

        Files.writeString(seal, written.replaceFirst("/fleet/", "/other/"));
        assertThat(states.movedFrom(states.at(moved))).isEmpty();
        Files.writeString(seal, written + "/.buildkit");
        assertThat(states.movedFrom(states.at(moved))).isEmpty();
        Files.writeString(seal, written.lines().findFirst().orElseThrow());
        assertThat(states.movedFrom(states.at(moved))).isEmpty();
        Files.writeString(seal, written);
        StateDirectories others = new StateDirectories(
                new UserState(new FakeEnvironment().with(UserState.KEY_VARIABLE, "of another user".repeat(3))));
        assertThat(others.movedFrom(others.at(moved))).isEmpty();
    }

    /** A checkout of a branch overwrites ignored files without a word. */
    @Test
    void oneInWhichABranchChangedFilesIsForeign() throws IOException, InterruptedException {
        states.create(fleet);
        Files.writeString(state.resolve("pid"), "forged");
        for (List<String> command :
                List.of(List.of("git", "init", "-q"), List.of("git", "add", "--force", ".buildkit/pid"))) {
            assertThat(new ProcessBuilder(command)
                            .directory(fleet.toFile())
                            .start()
                            .waitFor())
                    .isZero();
        }
        StateDirectories next = TestSeals.states();

        assertThat(next.foreign(next.at(fleet))).hasValue("contains files that git wrote");
        assertThat(next.setAside(next.at(fleet))).isPresent();
        next.create(fleet);
        Files.writeString(state.resolve("pid"), "ours");
        assertThat(TestSeals.states().foreign(next.at(fleet))).isEmpty();
    }

    /** Such as a mounted volume, which cannot be renamed. */
    @Test
    void anEmptyOneIsUsed() throws IOException {
        Files.createDirectory(
                state, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        assertThat(foreign(fleet)).isEmpty();

        states.create(fleet);

        Files.createFile(state.resolve("content"));
        assertThat(foreign(fleet)).isEmpty();
        assertThat(Files.getPosixFilePermissions(state)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void aForeignOneIsRenamedAsItIs() throws IOException {
        Path precious = Files.createDirectories(parent.resolve("home/registry")).resolve("file");
        Files.writeString(precious, "precious");
        Files.createSymbolicLink(state, parent.resolve("home"));

        Path aside = states.setAside(states.at(fleet)).orElseThrow();
        Files.createFile(state);
        Path next = states.setAside(states.at(fleet)).orElseThrow();

        assertThat(aside.getFileName().toString()).matches("\\.buildkit\\.foreign-[0-9]{8}-[0-9]{6}");
        assertThat(aside).isSymbolicLink();
        assertThat(next).isRegularFile().isNotEqualTo(aside);
        assertThat(precious).hasContent("precious");
        assertThat(Files.exists(state, LinkOption.NOFOLLOW_LINKS)).isFalse();
        assertThat(states.create(fleet).exists()).isTrue();
        assertThat(states.setAside(states.at(fleet))).isEmpty();
    }
}
