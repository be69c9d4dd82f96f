package dev.imagemanager.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.TestDigests;
import dev.imagemanager.TestFleet;
import dev.imagemanager.cli.progress.RunEvents;
import dev.imagemanager.config.masking.SecretMask;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.build.BuildStep;
import dev.imagemanager.pipeline.run.RunReport;
import dev.imagemanager.pipeline.run.SampleStatistics;
import dev.imagemanager.pipeline.run.TargetResult;
import dev.imagemanager.pipeline.run.TargetState;
import dev.imagemanager.pipeline.step.Activity;
import dev.imagemanager.pipeline.step.Outcome;
import dev.imagemanager.pipeline.test.TestReport;
import dev.imagemanager.pipeline.test.TestStep;
import dev.imagemanager.problem.ExitCode;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.SourceLocation;
import dev.imagemanager.reference.Platform;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports for CI systems, compared with golden files. */
class ReportFilesTest {

    private static final Path GOLDEN = Path.of("src/test/resources/ci");
    private static final Activity BUILD = BuildStep.ACTIVITY;
    private static final Activity TEST = TestStep.ACTIVITY;
    private static final String SECRET = "hunter2-hunter2";

    @TempDir
    Path repository;

    private final SecretMask mask = new SecretMask();
    private final RunEvents events = new RunEvents(event -> {});
    private final ReportFiles reports = new ReportFiles();
    private ReportFiles.Surroundings surroundings;
    private Map<TargetName, Target> targets;

    @BeforeEach
    void makeFleet() {
        TestFleet fleet = new TestFleet(repository.resolve("fleet"));
        for (String name : List.of("app", "base", "top", "web")) {
            fleet.with("images/" + name + "/image.yml", "aliases: {latest: '1'}\ntags: [{name: '1'}]\n")
                    .with("images/" + name + "/Dockerfile", "FROM scratch\n");
        }
        targets = fleet.generate().fleet().targets();
        mask.learn(List.of(SECRET));
        surroundings = new ReportFiles.Surroundings(
                Map.of(
                        "CI_PROJECT_DIR",
                        repository.toString(),
                        "GITHUB_STEP_SUMMARY",
                        repository.resolve("summary.md").toString()),
                mask);
        reports.junit = repository.resolve("reports/junit.xml");
        reports.codeQuality = repository.resolve("reports/code-quality.json");
    }

    private TargetResult result(String name, String state, int rank, Map<Activity, Outcome> outcomes) {
        return new TargetResult(targets.get(new TargetName(name, "1")), new TargetState(rank, state), outcomes);
    }

    private RunReport report() {
        TestReport tested = new TestReport(
                new TargetName("base", "1"),
                Platform.LINUX_AMD64,
                TestDigests.of("base"),
                List.of(
                        new TestReport.Case("it greets", true, Duration.ofMillis(335), "hello\u0001 <you>", List.of()),
                        new TestReport.Case(
                                "it is <small> & " + SECRET,
                                false,
                                Duration.ofMillis(20),
                                "",
                                List.of("expected 1", "got 2"))));
        Outcome.Failed failedTest = new Outcome.Failed(
                ExitCode.FAILED,
                List.of(Problem.error("1 of 2 tests of base:1 failed").withHint("see dist/base/1/test-report.json")),
                List.of("it is <small>", "  expected 1"),
                Optional.of(tested));
        Outcome.Failed failedBuild = new Outcome.Failed(
                ExitCode.FAILED,
                List.of(Problem.error("the build of app:1 failed at RUN make | tee `x`: exit code: 2")
                        .at(new SourceLocation(Path.of("images/app/Dockerfile.tmpl"), 7, 0))
                        .withHint("the full log is in dist/app/1/build.log")),
                List.of("cc -o x", "``` | <script>", "password " + SECRET, "make: *** [x] Error 2"),
                Optional.empty());
        Outcome.Failed lost = new Outcome.Failed(
                ExitCode.ENVIRONMENT,
                List.of(Problem.error("the registry does not answer")),
                List.of(),
                Optional.empty());
        List.of(
                        new PipelineEvent.Warned(
                                new TargetName("base", "1"),
                                Problem.warning("MaintainerDeprecated: Maintainer instruction is deprecated")
                                        .at(new SourceLocation(Path.of("images/base/Dockerfile.tmpl"), 3, 0))
                                        .withHint("it is line 3 of dist/base/1/Dockerfile")),
                        new PipelineEvent.Warned(
                                new TargetName("app", "1"),
                                Problem.warning("MaintainerDeprecated: Maintainer instruction is deprecated")
                                        .at(new SourceLocation(Path.of("images/base/Dockerfile.tmpl"), 3, 0))
                                        .withHint("it is line 9 of dist/app/1/Dockerfile")),
                        new PipelineEvent.Failed(
                                new TargetName("base", "1"),
                                failedTest.problems().get(0),
                                List.of()),
                        new PipelineEvent.Failed(
                                new TargetName("app", "1"),
                                failedBuild.problems().get(0),
                                List.of()),
                        new PipelineEvent.Ended(
                                new PipelineEvent.Task(new TargetName("app", "1"), "build"),
                                PipelineEvent.End.FAILED,
                                Duration.ofMillis(1900),
                                ""))
                .forEach(events::on);
        List<TargetResult> results = new ArrayList<>();
        results.add(result("base", "test failed", 6, Map.of(TEST, failedTest)));
        results.add(result("app", "build failed", 3, Map.of(BUILD, failedBuild)));
        results.add(
                result("top", "not built", 5, Map.of(BUILD, new Outcome.Blocked(new TargetName("app", "1"), BUILD))));
        results.add(result("web", "not built", 4, Map.of(BUILD, lost)));
        return new RunReport(List.of("TESTS"), results, Duration.ofMillis(4100), SampleStatistics.NONE);
    }

    private static void compare(String name, Path file) throws IOException {
        Path golden = GOLDEN.resolve(name);
        if (Boolean.getBoolean("golden.write")) {
            Files.write(golden, Files.readAllBytes(file));
        }
        assertThat(Files.readString(file)).isEqualTo(Files.readString(golden)).doesNotContain(SECRET);
    }

    @Test
    void everythingIsReported() throws Exception {
        reports.prepare(Optional.empty());
        reports.write(report(), events, repository.resolve("fleet"), surroundings);

        compare("junit.xml", reports.junit);
        compare("code-quality.json", reports.codeQuality);
        compare("summary.md", repository.resolve("summary.md"));
        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(Files.readAllBytes(reports.junit)));
    }

    @Test
    void remarksKeepTheirFingerprintsWhenTheyMoveAndAreUnique() throws IOException {
        for (int line : List.of(3, 8, 8)) {
            events.add(Problem.warning("it is odd").at(new SourceLocation(Path.of("a"), line, 0)));
        }
        reports.prepare(Optional.empty());
        reports.write(new InputException(Problem.error("no")), events, repository, surroundings);
        JsonNode first = new ObjectMapper().readTree(reports.codeQuality.toFile());

        RunEvents moved = new RunEvents(event -> {});
        moved.add(Problem.warning("it is odd").at(new SourceLocation(Path.of("a"), 5, 0)));
        reports.write(new InputException(Problem.error("no")), moved, repository, surroundings);

        assertThat(first).hasSize(2);
        assertThat(first.findValuesAsText("fingerprint")).doesNotHaveDuplicates();
        assertThat(new ObjectMapper().readTree(reports.codeQuality.toFile()).at("/0/fingerprint"))
                .isEqualTo(first.at("/0/fingerprint"));
    }

    @Test
    void theSummaryOfAJobIsContinued() throws IOException {
        Files.writeString(repository.resolve("summary.md"), "before\n");

        reports.write(report(), events, repository.resolve("fleet"), surroundings);

        assertThat(Files.readString(repository.resolve("summary.md"), StandardCharsets.UTF_8))
                .startsWith("before\n### image-manager\n");
    }

    @Test
    void aPlaceThatCannotBeWrittenIsAnErrorBeforeTheRun() throws IOException {
        reports.junit = Files.writeString(repository.resolve("file"), "").resolve("junit.xml");

        reports.codeQuality = repository;

        assertThatThrownBy(() -> reports.prepare(Optional.of(repository.resolve("trace.json"))))
                .isInstanceOfSatisfying(InputException.class, unusable -> assertThat(unusable.problems())
                        .extracting(Problem::message)
                        .containsExactly(
                                "cannot write " + reports.junit + ": " + reports.junit.getParent() + " already exists",
                                "cannot write " + repository + ": it is a directory"));
    }
}
