package dev.imagemanager.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.problem.EnvironmentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserDirectoriesTest {

    private static final Path SOURCES = Path.of("src/main/java/dev/imagemanager");

    private static void withProperty(String name, String value, Runnable test) {
        String before = System.getProperty(name);
        try {
            System.setProperty(name, value);
            test.run();
        } finally {
            System.setProperty(name, before);
        }
    }

    @Test
    void homeIsThatOfTheEnvironment() {
        UserDirectories user = UserDirectories.of(Map.of("HOME", "/github/home"));

        assertThat(user.home()).contains(Path.of("/github/home"));
        assertThat(user.cache()).contains(Path.of("/github/home/.cache"));
        assertThat(user.state()).contains(Path.of("/github/home/.local/state"));
        assertThat(user.configuration()).contains(Path.of("/github/home/.config"));
        assertThat(user.runtime()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "relative", "./home", "~"})
    void aHomeThatIsNotAbsoluteIsThatOfTheUserDatabase(String home) {
        withProperty("user.home", "/in/passwd", () -> {
            assertThat(UserDirectories.of(Map.of("HOME", home)).home()).contains(Path.of("/in/passwd"));
            assertThat(UserDirectories.of(Map.of()).home()).contains(Path.of("/in/passwd"));
        });
    }

    @Test
    void withoutAHomeThereIsNoDirectoryCalledLikeJavasPlaceholder() {
        withProperty(
                "user.home",
                "?",
                () -> withProperty("user.name", "?", () -> {
                    UserDirectories user = UserDirectories.of(Map.of("XDG_CACHE_HOME", "relative"));
                    assertThat(user.home()).isEmpty();
                    assertThat(user.cache()).isEmpty();
                    assertThat(user.state()).isEmpty();
                    assertThatThrownBy(() -> user.requireHome("keep tools", "XDG_CACHE_HOME to one"))
                            .isInstanceOf(EnvironmentException.class)
                            .hasMessageMatching(
                                    "a home directory is needed to keep tools, but HOME is not an absolute path, and"
                                            + " the system's user database has none for the user [0-9]* \\(set HOME to a directory of this user, or XDG_CACHE_HOME to"
                                            + " one\\)");
                }));
    }

    @Test
    void directoriesOfTheSpecificationCountIfTheyAreAbsolute() {
        UserDirectories user = UserDirectories.of(Map.of(
                "HOME", "/home/me",
                "XDG_CACHE_HOME", "/cache",
                "XDG_STATE_HOME", "state",
                "XDG_CONFIG_HOME", "",
                "XDG_RUNTIME_DIR", "/run/user/1000"));

        assertThat(user.cache()).contains(Path.of("/cache"));
        assertThat(user.state()).contains(Path.of("/home/me/.local/state"));
        assertThat(user.configuration()).contains(Path.of("/home/me/.config"));
        assertThat(user.runtime()).contains(Path.of("/run/user/1000"));
        assertThat(UserDirectories.of(Map.of("XDG_RUNTIME_DIR", "run")).runtime())
                .isEmpty();
    }

    @Test
    void librariesFollow() {
        withProperty(
                "user.home",
                "/in/passwd",
                () -> withProperty("java.io.tmpdir", "/tmp", () -> {
                    UserDirectories.adopt(Map.of("HOME", "", "TMPDIR", "relative"));
                    assertThat(System.getProperty("user.home")).isEqualTo("/in/passwd");
                    assertThat(UserDirectories.temporary()).isEqualTo(Path.of("/tmp"));

                    UserDirectories.adopt(Map.of("HOME", "/home/me", "TMPDIR", "/var/scratch"));
                    assertThat(System.getProperty("user.home")).isEqualTo("/home/me");
                    assertThat(UserDirectories.temporary()).isEqualTo(Path.of("/var/scratch"));
                }));
    }

    @Test
    void nobodyElseAsksJavaForThem() throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file);
                if (Stream.of("\"user.home\"", "\"user.name\"", "\"java.io.tmpdir\"")
                        .anyMatch(text::contains)) {
                    found.add(SOURCES.relativize(file).toString());
                }
            }
        }
        assertThat(found).containsExactlyInAnyOrder("config/UserDirectories.java", "file/CurrentUser.java");
    }
}
