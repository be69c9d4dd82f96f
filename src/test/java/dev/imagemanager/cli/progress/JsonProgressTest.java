package dev.imagemanager.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemanager.cli.console.Console;
import dev.imagemanager.cli.console.ProblemPrinter;
import dev.imagemanager.cli.console.Style;
import dev.imagemanager.config.masking.SecretMask;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.run.RunReport;
import dev.imagemanager.pipeline.run.SampleStatistics;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.SourceLocation;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code --progress json}: every line is an event of the documented schema. */
class JsonProgressTest {

    private final ByteArrayOutputStream results = new ByteArrayOutputStream();
    private final ByteArrayOutputStream messages = new ByteArrayOutputStream();
    private final SecretMask mask = new SecretMask();
    private final Console console = new Console(results, messages, Style.PLAIN, mask);
    private final ProblemPrinter problems = new ProblemPrinter(console);
    private final Progress progress = new JsonProgress(console, problems);

    @BeforeEach
    void writeEvents() {
        console.writeEvents(() -> Instant.ofEpochMilli(1_700_000_000_000L));
    }

    private List<String> lines() {
        assertThat(results.size()).isZero();
        return messages.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void everyEventIsDescribedByTheSchemaAndThereIsNoOther() {
        SampleRun.events().forEach(progress::on);
        console.message("anything else");
        progress.finished(new RunReport(List.of(), List.of(), Duration.ofSeconds(3), SampleStatistics.NONE));
        problems.print(List.of(
                Problem.error(new SourceLocation(Path.of("a.yml"), 3, 7), "one"),
                Problem.error("two"),
                Problem.note("three")));

        EventSchema schema = EventSchema.documented();
        schema.accepts(lines());
        Set<String> seen = new TreeSet<>();
        lines().forEach(line -> seen.add(EventSchema.parse(line).path("event").asText()));
        assertThat(seen).isEqualTo(schema.names());
    }

    @Test
    void anEventIsALine() {
        progress.on(new PipelineEvent.Output(SampleRun.APP, "a\u001B[31m\tb"));

        assertThat(lines())
                .containsExactly(
                        """
                        {"apiVersion":"image-manager/v1","time":"2023-11-14T22:13:20.000Z","event":"output","target":"app:1.0","line":"a\\tb","internal":false}""");
    }

    @Test
    void theSchemaRefusesWhatIsNoEvent() {
        EventSchema schema = EventSchema.documented();
        for (String line : List.of(
                "{\"apiVersion\":\"image-manager/v1\",\"time\":\"2023-11-14T22:13:20.000Z\",\"event\":\"other\"}",
                "{\"apiVersion\":\"image-manager/v1\",\"time\":\"yesterday\",\"event\":\"message\",\"text\":\"x\"}",
                "{\"apiVersion\":\"image-manager/v1\",\"time\":\"2023-11-14T22:13:20.000Z\",\"event\":\"message\"}")) {
            assertThatThrownBy(() -> schema.accepts(List.of(line))).isInstanceOf(AssertionError.class);
        }
    }

    @Test
    void credentialsAreMasked() {
        mask.learn(List.of("hunter2-\"hunter2\""));
        progress.on(new PipelineEvent.Output(SampleRun.APP, "got hunter2-\"hunter2\""));

        JsonNode event = EventSchema.parse(lines().get(0));
        assertThat(event.path("line").asText()).isEqualTo("got ***");
    }
}
