package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemanager.cli.console.DisplayWidth;
import dev.imagemanager.cli.console.ScreenOfText;
import dev.imagemanager.cli.progress.EventSchema;
import dev.imagemanager.it.Program.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The progress of a build with a real BuildKit daemon: as events, and on a terminal. */
@ExtendWith(RealTools.class)
class ProgressIT {

    private static final String FRAME_END = "\u001B[?2026l";

    private static final Pattern FRAME = Pattern.compile("\u001B\\[\\?2026h(.*?)\u001B\\[\\?2026l", Pattern.DOTALL);

    @TempDir
    Path directory;

    private FleetFiles fleet;
    private String name;

    @BeforeEach
    void makeFleet() {
        name = "it-" + UUID.randomUUID().toString().substring(0, 8);
        fleet = new FleetFiles(directory);
    }

    private FleetFiles template(String image, String text) {
        return fleet.file("images/" + image + "/image.yml", "tags: [{name: '1'}]\n")
                .file("images/" + image + "/Dockerfile.tmpl", text);
    }

    @Test
    void theEventsOfABuildAreThoseOfTheSchema() {
        template(
                name,
                "{! A comment, so that lines differ !}\nFROM debian:bookworm-slim\nMAINTAINER me\nRUN echo hi\nRUN echo there\n");
        template(name + "-bad", "{! A comment !}\nFROM debian:bookworm-slim\nRUN echo last words >&2; exit 3\n");

        Result result =
                new Program(directory).run("build", "--force", "--no-cache", "--progress", "json", "--output", "json");

        assertThat(result.exitCode()).as("%s", result).isEqualTo(1);
        assertThat(EventSchema.parse(result.output()).path("targets")).hasSize(2);
        List<String> lines = result.errors().lines().toList();
        EventSchema.documented().accepts(lines);
        List<JsonNode> events = lines.stream().map(EventSchema::parse).toList();
        assertThat(events.get(events.size() - 1).path("event").asText()).isEqualTo("run-ended");
        assertThat(events)
                .anySatisfy(event -> {
                    assertThat(event.path("event").asText()).isEqualTo("advanced");
                    assertThat(event.path("name").asText()).isEqualTo("RUN echo there");
                    assertThat(event.path("number").asInt()).isEqualTo(3);
                    assertThat(event.path("count").asInt()).isEqualTo(3);
                })
                .anySatisfy(event -> {
                    assertThat(event.path("severity").asText()).isEqualTo("warning");
                    assertThat(event.path("message").asText()).startsWith("MaintainerDeprecated: ");
                    assertThat(event.path("file").asText()).isEqualTo("images/" + name + "/Dockerfile.tmpl");
                    assertThat(event.path("line").asInt()).isEqualTo(3);
                })
                .anySatisfy(event -> {
                    assertThat(event.path("severity").asText()).isEqualTo("error");
                    assertThat(event.path("file").asText()).isEqualTo("images/" + name + "-bad/Dockerfile.tmpl");
                    assertThat(event.path("line").asInt()).isEqualTo(3);
                    assertThat(event.path("details").toString()).contains("last words");
                });
    }

    @Test
    void aLiveViewNeedsATerminal() {
        Result result = new Program(directory).run("build", "--progress", "live");

        assertThat(result.exitCode()).as("%s", result).isEqualTo(2);
        assertThat(result.errors()).contains("--progress live needs a terminal, and standard error is none");
    }

    @Test
    void aTerminalShowsWhatRunsFollowsItsSizeAndIsRestoredAfterCtrlC() throws IOException {
        template(name, "FROM debian:bookworm-slim\nRUN sleep 300\n");
        template(name + "-bad", "FROM debian:bookworm-slim\nRUN exit 3\n");
        Path terminal = directory.resolve("terminal");
        Program program = new Program(directory)
                .with("TERM", "xterm")
                .with("CI", null)
                .with("GITHUB_ACTIONS", null)
                .with("GITLAB_CI", null)
                .startedBy((home, arguments) -> List.of(
                        "script",
                        "--quiet",
                        "--flush",
                        "--return",
                        "--command",
                        "stty cols 80 rows 24; tty > terminal; exec '" + Program.executable() + "' "
                                + String.join(" ", arguments),
                        "/dev/null"));

        try (Program.Running running = program.start("build", "--force", "--no-cache", "--jobs", "2")) {
            running.awaitFile(running.output(), "[2/2] RUN sleep 300");
            running.awaitFile(running.output(), "0 done, 1 failed, 1 left");
            String before = shown(running);
            assertThat(widths(before)).isNotEmpty().allMatch(width -> width <= 80);
            ScreenOfText wide = new ScreenOfText(80, 24);
            wide.write(before.substring(0, before.lastIndexOf(FRAME_END) + FRAME_END.length()));
            assertThat(String.join("", wide.lines()))
                    .contains("error: the build of " + name + "-bad:1")
                    .contains("failed at [2/2] RUN exit 3: exit code: 3")
                    .containsOnlyOnce("[2/2] RUN sleep 300")
                    .endsWith("0 done, 1 failed, 1 left");
            Tool.run("stty", "-F", Files.readString(terminal).strip(), "cols", "60");
            running.await(() -> widths(shown(running)).contains(60), "lines of 60 columns");
            running.process().getOutputStream().write(3);
            running.process().getOutputStream().flush();

            Result result = running.await();
            assertThat(result.exitCode()).as("%s", result).isEqualTo(130);
            ScreenOfText narrow = new ScreenOfText(60, 24);
            narrow.write(result.output().substring(before.lastIndexOf(FRAME_END) + FRAME_END.length()));
            assertThat(narrow.isCursorVisible()).isTrue();
            assertThat(String.join("", narrow.lines())).doesNotContain("1 left").doesNotContain("RUN sleep");
        }
    }

    private static String shown(Program.Running running) {
        try {
            return new String(Files.readAllBytes(running.output()), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The widths of all lines of the live view. */
    private static List<Integer> widths(String output) {
        return FRAME.matcher(output)
                .results()
                .map(MatchResult::group)
                .filter(frame -> frame.contains("\u001B[?7l"))
                .map(frame -> frame.substring(frame.indexOf("\u001B[?7l"), frame.lastIndexOf("\u001B[?7h")))
                .flatMap(frame ->
                        frame.replaceAll("\u001B\\[[?0-9;]*[A-Za-z]", "").lines())
                .map(DisplayWidth::of)
                .toList();
    }
}
