package dev.imagemanager.infra.structuretest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.infra.container.DockerDaemon;
import dev.imagemanager.infra.container.LoadedImage;
import dev.imagemanager.infra.container.PlatformProbe;
import dev.imagemanager.infra.loading.RegistryImages;
import dev.imagemanager.infra.loading.RunningTests;
import dev.imagemanager.infra.process.ProcessCommand;
import dev.imagemanager.infra.process.ProcessRunner;
import dev.imagemanager.infra.process.TemporaryDirectory;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.pipeline.step.TimeLimitException;
import dev.imagemanager.pipeline.test.ImageTester.Request;
import dev.imagemanager.pipeline.test.ImageTester.Tester;
import dev.imagemanager.pipeline.test.TestReport;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.SourceLocation;
import dev.imagemanager.problem.TooSlowException;
import dev.imagemanager.reference.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings images into a Docker daemon that answers, and runs container-structure-test on each there. */
record StructureTester(
        DockerDaemon daemon,
        Platform platform,
        PlatformProbe probe,
        RegistryImages pulled,
        ProcessRunner processes,
        Path program,
        RunningTests running)
        implements Tester {

    private static final String PROGRAM = StructureTestImageTester.PROGRAM;

    /** What a test prints stands in its report as a whole, as long as it may be. */
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build());

    /** In characters, of what one test prints or says. */
    private static final int LONGEST_TEXT = 100_000;

    @Override
    public boolean runs(Platform other) throws InterruptedException {
        return probe.runs(other);
    }

    @Override
    public TestReport test(Request request) throws InterruptedException {
        try (LoadedImage image = image(request)) {
            try {
                return runTests(request, image.name());
            } catch (TooSlowException tooSlow) {
                image.testWasBrokenOff();
                throw new TimeLimitException(Optional.empty(), List.of());
            } catch (InterruptedException | EnvironmentException brokenOff) {
                image.testWasBrokenOff();
                throw brokenOff;
            }
        }
    }

    private LoadedImage image(Request request) throws InterruptedException {
        return pulled.pullOrLoad(request.target(), request.digest(), request.archive(), running.begin());
    }

    @Override
    public void finish() {
        pulled.close();
    }

    private TestReport runTests(Request request, String image) throws InterruptedException {
        List<String> printed = Collections.synchronizedList(new ArrayList<>());
        try (TemporaryDirectory work = TemporaryDirectory.create()) {
            Path report = work.resolve("report.json");
            Map<String, String> variables = daemon.variables(Files.createDirectory(work.resolve("docker")));
            List<Path> files = testFiles(request, work.path());
            int exitCode = processes.run(command(request, image, files, report, variables), printed::add, printed::add);
            if (!Files.exists(report) || Files.size(report) == 0) {
                throw new EnvironmentException(Problem.error(PROGRAM + " ended with exit code " + exitCode
                                + " and no report: " + String.join("; ", printed))
                        .withHint("check " + request.testFile() + " against container-structure-test's documentation"));
            }
            return read(request, JSON.readTree(report.toFile()));
        } catch (IOException failure) {
            throw new EnvironmentException(
                    Problem.error("the report of " + PROGRAM + " cannot be read: " + FailureReason.of(failure)),
                    failure);
        }
    }

    private static List<Path> testFiles(Request request, Path work) throws IOException {
        List<byte[]> parts = TestVariables.parts(Files.readAllBytes(request.testFile()));
        if (parts.isEmpty()) {
            return List.of(request.testFile());
        }
        List<Path> files = new ArrayList<>();
        for (byte[] part : parts) {
            files.add(Files.write(work.resolve("test-" + files.size() + ".yml"), part));
        }
        return files;
    }

    private ProcessCommand command(
            Request request, String image, List<Path> testFiles, Path report, Map<String, String> variables) {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "test",
                "--image",
                image,
                // It would leave the volumes of containers that it removes.
                "--save",
                "--platform",
                request.platform().toString(),
                "--output",
                "json",
                "--test-report",
                report.toString()));
        testFiles.forEach(file -> command.addAll(List.of("--config", file.toString())));
        return ProcessCommand.of(request.timeLimit(), command).with(variables);
    }

    /**
     * The JSON form of container-structure-test's {@code SummaryObject}; durations are in nanoseconds. A result without a
     * name is what it says of a test file that it cannot read.
     */
    private static TestReport read(Request request, JsonNode summary) {
        List<TestReport.Case> cases = new ArrayList<>();
        for (JsonNode result : summary.path("Results")) {
            List<String> errors = new ArrayList<>();
            result.path("Errors").forEach(error -> errors.add(shortened(error.asText())));
            if (result.path("Name").asText().isEmpty()) {
                throw new InputException(Problem.error(
                                SourceLocation.wholeFile(OutputPaths.test(request.target())),
                                PROGRAM + " cannot use the test file: " + onOneLine(errors))
                        .withHint("see its documentation for schemaVersion 2.0.0"));
            }
            cases.add(new TestReport.Case(
                    result.path("Name").asText(),
                    result.path("Pass").asBoolean(),
                    Duration.ofNanos(result.path("Duration").asLong()),
                    shortened(result.path("Stdout").asText())
                            + shortened(result.path("Stderr").asText()),
                    errors));
        }
        if (cases.isEmpty()) {
            throw new InputException(Problem.error(
                            SourceLocation.wholeFile(OutputPaths.test(request.target())),
                            "the test file contains no tests")
                    .withHint("add one, or remove the file that it is made from"));
        }
        return new TestReport(request.target(), request.platform(), request.digest(), cases);
    }

    private static String shortened(String text) {
        return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "…" : text;
    }

    private static String onOneLine(List<String> errors) {
        return String.join("; ", errors).replaceAll("\\s*\n\\s*", " ");
    }
}
