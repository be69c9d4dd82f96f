package dev.imagemanager.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.config.masking.SecretMask;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.JsonDocument;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.SourceLocation;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@link ProblemPrinter} and {@link ProgressPrinter} write, and where. */
class PrintersTest {

    private static final TargetName APP = new TargetName("app", "1");

    private final ByteArrayOutputStream results = new ByteArrayOutputStream();
    private final ByteArrayOutputStream messages = new ByteArrayOutputStream();
    private final SecretMask mask = new SecretMask();
    private final Console console = new Console(results, messages, Style.PLAIN, mask);
    private final ProblemPrinter problems = new ProblemPrinter(console);
    private final ProgressPrinter progress = new ProgressPrinter(console, problems, false);

    private String messages() {
        return messages.toString(StandardCharsets.UTF_8);
    }

    @AfterEach
    void resultsStayPure() {
        assertThat(results.size()).isZero();
    }

    @Test
    void credentialsAreMaskedInAllTheyPrint() {
        mask.learn(List.of("a \"secret\" value"));
        console.message("x A \"SECRET\" VALUE");
        console.result("a \"secret\" value");
        console.resultText("<a \"secret\" value>\n");
        ObjectNode document = JsonDocument.create();
        document.putArray("list")
                .addObject()
                .put("text", "\ta \"secret\" value\n")
                .put("number", 1);
        console.result(document);

        assertThat(messages()).isEqualTo("x ***\n");
        assertThat(results)
                .hasToString(
                        """
                        ***
                        <***>
                        {
                          "apiVersion": "image-manager/v1",
                          "list": [
                            {
                              "text": "\\t***\\n",
                              "number": 1
                            }
                          ]
                        }
                        """);
        results.reset();
    }

    @Test
    void aProblemIsPlaceMessageDetailsAndRemedy() {
        problems.print(
                Problem.error(new SourceLocation(Path.of("a.yml"), 3, 7), "it is wrong")
                        .withHint("do this"),
                List.of("last", "lines"));

        assertThat(messages()).isEqualTo("a.yml:3:7: error: it is wrong\n  | last\n  | lines\n  do this\n");
    }

    @Test
    void severalErrorsAreCountedNotesAreNot() {
        problems.print(List.of(Problem.error("one"), Problem.note("two"), Problem.error("three")));

        assertThat(messages()).isEqualTo("error: one\nnote: two\nerror: three\n2 errors\n");
    }

    @Test
    void noTextOfAFleetBeginsALine() {
        problems.print(
                Problem.error(SourceLocation.wholeFile(Path.of("a\n::error::b")), "c\n::warning::d\n  | e")
                        .withHint("f\n::debug::g"),
                List.of("h\n::notice::i"));

        progress.on(new PipelineEvent.Output(APP, "j\n::warning::k\n  ::warning::l\r\n"));

        assertThat(messages().lines())
                .noneMatch(line -> line.stripLeading().startsWith("::"))
                .contains("  | e", "app:1 | ::warning::k");
    }

    @Test
    void whatOtherProgramsPrintedDoesNotSteerTheTerminal() {
        problems.print(Problem.error("a\u001B[2J"), List.of("\u001B[31mred"));
        progress.on(new PipelineEvent.Output(APP, "\u001B[31mred\u0007"));

        assertThat(messages()).isEqualTo("error: a\n  | red\napp:1 | red\uFFFD\n");
    }

    @Test
    void everyLineOfProgressNamesItsTarget() {
        progress.on(new PipelineEvent.Started(new PipelineEvent.Task(APP, "build"), "building"));
        progress.on(new PipelineEvent.Output(APP, "  step"));
        progress.on(new PipelineEvent.Succeeded(
                APP, Duration.ofMillis(1260), "built sha256:" + "0123456789abcdef".repeat(4)));
        progress.on(new PipelineEvent.Started(new PipelineEvent.Task(APP, "test"), "testing"));
        progress.on(new PipelineEvent.Skipped(APP, "not built", "the build of x:1 failed"));

        assertThat(messages())
                .isEqualTo("app:1 | building\napp:1 |   step\napp:1 | built sha256:0123456789ab (1.3 s)\n"
                        + "app:1 | testing\napp:1 | not built: the build of x:1 failed\n");
    }

    @Test
    void theBuildersOwnStepsAreNotShown() {
        progress.on(new PipelineEvent.Output(APP, "[internal] load .dockerignore", true));

        assertThat(messages()).isEmpty();
    }

    @Test
    void quietShowsNoOutputButFailures() {
        ProgressPrinter quiet = new ProgressPrinter(console, problems, true);
        quiet.on(new PipelineEvent.Output(APP, "step"));
        quiet.on(new PipelineEvent.Failed(APP, Problem.error("no"), List.of("last")));
        quiet.on(new PipelineEvent.Noted(Problem.note("by the way")));

        assertThat(messages()).isEqualTo("error: no\n  | last\nnote: by the way\n");
    }

    @Test
    void aWarningOfManyTargetsIsShownOnceAlsoWhenQuiet() {
        ProgressPrinter quiet = new ProgressPrinter(console, problems, true);
        Problem warning =
                Problem.warning("it is deprecated").at(new SourceLocation(Path.of("a/Dockerfile.tmpl"), 3, 0));
        quiet.on(new PipelineEvent.Warned(APP, warning.withHint("it is line 3 of dist/app/1/Dockerfile")));
        quiet.on(new PipelineEvent.Warned(
                new TargetName("app", "2"), warning.withHint("it is line 4 of dist/app/2/Dockerfile")));

        assertThat(messages())
                .isEqualTo("a/Dockerfile.tmpl:3: warning: it is deprecated\n  it is line 3 of dist/app/1/Dockerfile\n");
    }

    @Test
    void coloursSurroundWordsOnly() {
        new ProblemPrinter(new Console(results, messages, Style.ANSI, new SecretMask())).print(Problem.error("no"));

        assertThat(messages()).isEqualTo("\u001B[1;31merror:\u001B[0m no\n");
    }
}
