package dev.imagemanager.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.FakeEnvironment;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.ImageManagerException;
import dev.imagemanager.problem.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserStateTest {

    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    private UserState state(String variable, Object value) {
        return new UserState(new FakeEnvironment().with(variable, value.toString()));
    }

    private UserState state() {
        return state("XDG_STATE_HOME", directory.resolve("state"));
    }

    private Path key() {
        return directory.resolve("state/image-manager/key");
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static Optional<String> hint(UserState state) {
        try {
            state.seal();
            return Optional.empty();
        } catch (ImageManagerException failure) {
            return failure.problems().get(0).hint();
        }
    }

    @Test
    void aKeyThatOnlyTheUserCanReadIsCreatedOnce() throws IOException {
        String code = state().seal().of("test", CONTENT);

        assertThat(mode(key())).isEqualTo("rw-------");
        assertThat(mode(key().getParent())).isEqualTo("rwx------");
        assertThat(key()).content().matches("[0-9a-f]{64}\n");
        assertThat(state().seal().of("test", CONTENT)).isEqualTo(code);
        try (Stream<Path> files = Files.list(key().getParent())) {
            assertThat(files).containsExactly(key());
        }
    }

    @Test
    void aCodeIsOfOneContentOneKindAndOneKey() {
        Seal seal = state().seal();
        String code = seal.of("test", CONTENT);

        assertThat(code).matches("hmac-sha256:[0-9a-f]{64}");
        assertThat(seal.matches(code, "test", CONTENT)).isTrue();
        assertThat(seal.matches(code, "other", CONTENT)).isFalse();
        assertThat(seal.matches(code, "test", new byte[0])).isFalse();
        assertThat(seal.matches("", "test", CONTENT)).isFalse();
        assertThat(state("XDG_STATE_HOME", directory.resolve("other")).seal().matches(code, "test", CONTENT))
                .isFalse();
    }

    /** {@code printf '\\0content' | openssl dgst -sha256 -hmac Jefe} */
    @Test
    void codesAreHmacSha256() {
        assertThat(new Seal("Jefe".getBytes(StandardCharsets.UTF_8)).of("", CONTENT))
                .isEqualTo("hmac-sha256:63f7eca6fcd98fb66d6c0cbb1c444ca5a9236fcd65dc496155edd60ec04ca86b");
    }

    @Test
    void commandsThatStartAtTheSameTimeUseTheSameKey() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<String>> commands = IntStream.range(0, 8)
                    .mapToObj(number -> (Callable<String>) () -> state().seal().of("test", CONTENT))
                    .toList();
            List<Future<String>> codes = threads.invokeAll(commands);
            for (Future<String> code : codes) {
                assertThat(code.get()).isEqualTo(state().seal().of("test", CONTENT));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aKeyInTheEnvironmentIsUsedAndNothingIsWritten() {
        String key = "0123456789abcdef0123456789abcdef";
        UserState given = new UserState(new FakeEnvironment()
                .with("XDG_STATE_HOME", directory.toString())
                .with(UserState.KEY_VARIABLE, key));

        assertThat(given.seal().of("test", CONTENT))
                .isEqualTo(state(UserState.KEY_VARIABLE, key).seal().of("test", CONTENT));
        assertThat(directory).isEmptyDirectory();
        assertThatThrownBy(() -> state(UserState.KEY_VARIABLE, "short").seal())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("fewer than 32 characters")
                .hasMessageNotContaining("'short'");
    }

    @Test
    void aKeyThatOthersCanReadOrThatIsDamagedIsRefused() throws IOException {
        state().seal();
        Files.setPosixFilePermissions(key(), PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> state().seal())
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("other users may access it");
        assertThat(hint(state())).hasValueSatisfying(hint -> assertThat(hint).contains("remove it"));

        Files.setPosixFilePermissions(key(), PosixFilePermissions.fromString("rw-------"));
        Files.writeString(key(), "");
        assertThatThrownBy(() -> state().seal()).hasMessageContaining("damaged");

        Files.delete(key());
        Files.createSymbolicLink(key(), Files.writeString(directory.resolve("elsewhere"), "0".repeat(64)));
        assertThatThrownBy(() -> state().seal()).isInstanceOf(EnvironmentException.class);
    }

    @Test
    void theDirectoryIsClosedToOthers() throws IOException {
        Path existing = Files.createDirectories(key().getParent());
        Files.setPosixFilePermissions(existing, PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThat(state().directory()).isEqualTo(existing.toRealPath());
        assertThat(mode(existing)).isEqualTo("rwx------");
    }

    @Test
    void withoutXdgStateHomeItIsInTheHomeDirectory() throws IOException {
        Path expected = directory.toRealPath().resolve(".local/state/image-manager");

        assertThat(state("HOME", directory).directory()).isEqualTo(expected);
        assertThat(new UserState(new FakeEnvironment()
                                .with("XDG_STATE_HOME", "relative")
                                .with("HOME", directory.toString()))
                        .directory())
                .isEqualTo(expected);
    }

    @Test
    void whereNothingCanBeWrittenTheRemedyIsSaid() {
        UserState nowhere = state("XDG_STATE_HOME", "/proc/nowhere");

        assertThat(nowhere.find()).isEmpty();
        assertThatThrownBy(nowhere::seal)
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("/proc/nowhere");
        assertThat(hint(nowhere))
                .hasValueSatisfying(hint -> assertThat(hint).contains("XDG_STATE_HOME", UserState.KEY_VARIABLE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", " ", "ab", "abcabcd"})
    void aKeyOfFewDifferentCharactersIsRefused(String repeated) {
        UserState state = state(UserState.KEY_VARIABLE, repeated.repeat(40));

        assertThatThrownBy(state::seal).hasMessageContaining("different characters, so it can be guessed");
    }

    @Test
    void aDirectoryInThePlaceOfTheKeyIsNamed() throws IOException {
        state().seal();
        Files.delete(key());
        Files.createDirectory(key());

        assertThatThrownBy(() -> state().seal()).hasMessageContaining("key: it is a directory");
    }

    @Test
    void aNamedPipeInThePlaceOfTheKeyIsNamed() throws Exception {
        state().seal();
        Files.delete(key());
        assertThat(new ProcessBuilder("mkfifo", "-m", "644", key().toString())
                        .start()
                        .waitFor())
                .isZero();

        assertThatThrownBy(() -> state().seal()).hasMessageContaining("key: it is not a regular file");
    }

    @Test
    void withoutAPlaceForTheKeyItIsTriedOnce() throws IOException {
        Files.createFile(directory.resolve("state"));
        UserState state = state();
        assertThatThrownBy(state::seal).isInstanceOf(EnvironmentException.class);
        Files.delete(directory.resolve("state"));

        assertThatThrownBy(state::seal).isInstanceOf(EnvironmentException.class);
        assertThat(directory.resolve("state")).doesNotExist();
    }
}
