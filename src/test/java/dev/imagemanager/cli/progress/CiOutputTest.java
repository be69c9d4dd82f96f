package dev.imagemanager.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.cli.console.CiSystem;
import dev.imagemanager.cli.console.Console;
import dev.imagemanager.cli.console.ProblemPrinter;
import dev.imagemanager.cli.console.ProgressPrinter;
import dev.imagemanager.cli.console.Repository;
import dev.imagemanager.cli.console.Style;
import dev.imagemanager.config.masking.SecretMask;
import dev.imagemanager.pipeline.PipelineEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What GitHub Actions and GitLab get to read, compared with golden files. Escape is shown as ESC, carriage return as CR. */
class CiOutputTest {

    private static final Path GOLDEN = Path.of("src/test/resources/ci");

    /** What the program itself may begin: the runner looks for the rest of the line only behind these. */
    private static final Pattern OWN_COMMAND = Pattern.compile(
            "::group::(base:1|app:1\\.0) \\| .*|::endgroup::|::(error|warning) (file=[^,:]*,line=\\d+,)?title=image-manager::.*");

    private final ByteArrayOutputStream messages = new ByteArrayOutputStream();

    private String told(CiSystem system, LogSections sections, boolean isQuiet) {
        Console console = new Console(OutputStream.nullOutputStream(), messages, Style.PLAIN, new SecretMask(), system);
        ProblemPrinter problems =
                new ProblemPrinter(console, new Repository(Path.of("").toAbsolutePath()));
        problems.locate(Path.of("fleet"));
        Progress progress =
                new GroupedProgress(console, new ProgressPrinter(console, problems, isQuiet), sections, isQuiet);
        SampleRun.events().forEach(progress::on);
        return messages.toString(StandardCharsets.UTF_8);
    }

    private static void compare(String name, String text) throws IOException {
        Path golden = GOLDEN.resolve(name);
        String shown = text.replace("\u001B", "ESC").replace("\r", "CR");
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(golden, shown);
        }
        assertThat(shown).isEqualTo(Files.readString(golden));
    }

    @Test
    void github() throws IOException {
        compare("github.txt", told(CiSystem.GITHUB, LogSections.github(), false));
    }

    @Test
    void githubQuiet() throws IOException {
        compare("github-quiet.txt", told(CiSystem.GITHUB, LogSections.github(), true));
    }

    @Test
    void gitlab() throws IOException {
        compare(
                "gitlab.txt",
                told(CiSystem.GITLAB, LogSections.gitlab(() -> Instant.ofEpochSecond(1_700_000_000)), false));
    }

    @Test
    void textOfAStrangerBeginsNoCommandOfGithub() {
        List<String> commands = told(CiSystem.GITHUB, LogSections.github(), false)
                .lines()
                .filter(line -> line.stripLeading().startsWith("::") || line.contains("##["))
                .toList();

        assertThat(commands)
                .isNotEmpty()
                .allMatch(line -> OWN_COMMAND.matcher(line).matches() && !line.contains("\r"));
    }

    @Test
    void textOfAStrangerBeginsNoSectionOfGitlab() {
        String text = told(CiSystem.GITLAB, LogSections.gitlab(Instant::now), false);

        assertThat(Pattern.compile("section_(start|end):[^\r\n]*\r\u001B\\[0K")
                        .matcher(text)
                        .results())
                .hasSize(6)
                .allMatch(section -> section.group()
                        .matches("section_(start|end):[0-9]+:(base_1|app_1\\.0)-(build|test).*\r\u001B\\[0K"));
    }

    @Test
    void ofEndlessOutputTheEndIsKept() {
        Console console =
                new Console(OutputStream.nullOutputStream(), messages, Style.PLAIN, new SecretMask(), CiSystem.GITHUB);
        Progress progress = new GroupedProgress(
                console, new ProgressPrinter(console, new ProblemPrinter(console), false), LogSections.github(), false);
        for (int i = 0; i < GroupedProgress.LINES_KEPT + 5; i++) {
            progress.on(new PipelineEvent.Output(SampleRun.APP, "line " + i));
        }
        progress.on(new PipelineEvent.Ended(
                new PipelineEvent.Task(SampleRun.APP, "build"), PipelineEvent.End.FAILED, Duration.ofSeconds(1), ""));

        assertThat(messages.toString(StandardCharsets.UTF_8).lines())
                .startsWith(
                        "::group::app:1.0 | build: failed (1.0 s)",
                        "app:1.0 | … 5 lines, which are in the log file",
                        "app:1.0 | line 5")
                .endsWith("app:1.0 | line " + (GroupedProgress.LINES_KEPT + 4), "::endgroup::");
    }
}
