package dev.imagemanager.cli.run;

import dev.imagemanager.cli.console.Repository;
import dev.imagemanager.cli.progress.CodeQualityReport;
import dev.imagemanager.cli.progress.JunitReport;
import dev.imagemanager.cli.progress.RunEvents;
import dev.imagemanager.config.masking.SecretMask;
import dev.imagemanager.file.NamedFile;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.run.RunReport;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.ImageManagerException;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Reports of a run in files for CI systems. */
public final class ReportFiles {

    /** The variable with the file whose content GitHub shows on the page of a job (GitHub documentation, "Job summaries"). */
    private static final String SUMMARY = "GITHUB_STEP_SUMMARY";

    @Option(
            names = "--junit",
            paramLabel = "FILE",
            description = "Write all builds and tests to a report in JUnit's format.")
    Path junit;

    @Option(
            names = "--code-quality",
            paramLabel = "FILE",
            description = "Write errors and warnings with their files and lines to a Code Quality report, for GitLab.")
    Path codeQuality;

    /**
     * What the reports depend on besides the run.
     *
     * @param mask hides credentials in what other programs printed
     */
    record Surroundings(Map<String, String> environment, SecretMask mask) {

        byte[] masked(byte[] document) {
            return mask.isEmpty()
                    ? document
                    : mask.apply(new String(document, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
        }
    }

    /**
     * Makes the directories of the files, so that a mistake is found before the run.
     *
     * @param trace another file that is written
     * @throws InputException with all files that cannot be written
     */
    void prepare(Optional<Path> trace) {
        Problems problems = new Problems();
        Stream.concat(Stream.of(junit, codeQuality).filter(Objects::nonNull), trace.stream())
                .forEach(file -> {
                    try {
                        NamedFile.prepare(file);
                    } catch (IOException unusable) {
                        problems.add(Problem.error("cannot write " + file + ": " + FailureReason.of(unusable))
                                .withHint("name a file in a directory that can be written"));
                    }
                });
        problems.throwIfAny();
    }

    /** Writes the reports of a run that ended with a result. */
    void write(RunReport report, RunEvents events, Path fleetDirectory, Surroundings surroundings) {
        if (junit != null) {
            writing(junit, () -> NamedFile.write(junit, surroundings.masked(JunitReport.document(report, events))));
        }
        Map<TargetName, Path> definitions = report.results().stream()
                .collect(Collectors.toMap(
                        result -> result.target().name(),
                        result -> result.target().definition().file()));
        writeCodeQuality(events, fleetDirectory, surroundings, definitions);
        Optional.ofNullable(surroundings.environment().get(SUMMARY))
                .filter(file -> !file.isEmpty())
                .map(Path::of)
                .ifPresent(file -> writing(
                        file,
                        () -> Files.write(
                                file,
                                surroundings.masked(
                                        (ResultMarkdown.of(report) + "\n").getBytes(StandardCharsets.UTF_8)),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.APPEND)));
    }

    /** Writes the reports of a run that could not begin, or did not end. */
    void write(ImageManagerException failure, RunEvents events, Path fleetDirectory, Surroundings surroundings) {
        failure.problems().stream()
                .filter(problem -> problem.severity() != Problem.Severity.NOTE)
                .forEach(events::add);
        writeCodeQuality(events, fleetDirectory, surroundings, Map.of());
    }

    private void writeCodeQuality(
            RunEvents events, Path fleetDirectory, Surroundings surroundings, Map<TargetName, Path> definitions) {
        if (codeQuality != null) {
            CodeQualityReport report =
                    new CodeQualityReport(Repository.of(surroundings.environment()), fleetDirectory, definitions);
            writing(codeQuality, () -> NamedFile.write(codeQuality, surroundings.masked(report.document(events))));
        }
    }

    private interface Writing {
        void run() throws IOException;
    }

    private static void writing(Path file, Writing writing) {
        try {
            writing.run();
        } catch (IOException failure) {
            throw new EnvironmentException(
                    Problem.error("cannot write the report " + file + ": " + FailureReason.of(failure))
                            .withHint("check the name, the permissions and the free space of its directory"),
                    failure);
        }
    }
}
