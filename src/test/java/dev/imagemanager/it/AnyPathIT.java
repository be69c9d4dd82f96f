package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A fleet below a path with every kind of character that a path can have, with services of its own. */
class AnyPathIT extends OwnServices {

    private static final String ODD = "fl\u00f6tte a,\"b\"='c':%20#?$HOME\\\n&;*";

    @BeforeEach
    @Override
    void makeFleet() {
        directory = directory.resolve(ODD);
        assertThat(directory.toFile().mkdir()).isTrue();
        super.makeFleet();
    }

    @AfterEach
    @Override
    void stop() {
        succeeds(run("services", "down", "--volumes"));
        assertThat(processes()).isEmpty();
    }

    /** Not from ps, which shows other characters instead of some. */
    @Override
    List<String> processes() {
        return ProcessHandle.allProcesses()
                .map(process -> commandLine(Path.of("/proc/" + process.pid() + "/cmdline")))
                .filter(commandLine -> commandLine.contains(directory + "/.buildkit/"))
                .toList();
    }

    private static String commandLine(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException ended) {
            return "";
        }
    }

    @Test
    void imagesAreBuiltAndTested() {
        fleet.file("images/app/image.yml", "build: { secrets: [{ id: word, src: secret }] }\ntags: [{ name: \"1\" }]\n")
                .file("secret", "hush")
                .file(
                        "images/app/Dockerfile",
                        "FROM debian:bookworm-slim\nCOPY greeting /\nRUN --mount=type=secret,id=word grep -q hush /run/secrets/word\n");

        assertThat(succeeds(program().with("IMAGE_MANAGER_CACHE", null).run("run"))
                        .output())
                .contains("1/1", "2 ok");
        assertThat(succeeds(run("build", "child")).output()).contains("child:1", "2 up to date");
    }
}
