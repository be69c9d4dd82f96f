package dev.imagemanager.dockerfile;

import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.SourceLocation;
import dev.imagemanager.reference.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything that was read from a fixture, as the text that its {@code expected.txt} holds. */
final class FixtureReport {

    private static final Path DOCKERFILE = Path.of("Dockerfile");

    /** What builds on a fixture. */
    private static final Dockerfile OTHER = DockerfileParser.parse(DOCKERFILE, "FROM fixture\n");

    private final StringBuilder text = new StringBuilder();

    private FixtureReport() {}

    static String of(Path directory) throws IOException {
        FixtureReport report = new FixtureReport();
        try {
            Dockerfile dockerfile =
                    DockerfileParser.parse(DOCKERFILE, Files.readAllBytes(directory.resolve("Dockerfile")));
            report.describe(dockerfile);
            BuildArguments arguments = arguments(directory.resolve("options.txt"));
            report.uses("images", dockerfile.references(arguments, ImageTriggers.NONE));
            dockerfile.target(arguments.targetStage()).ifPresent(stage -> report.describeTriggers(dockerfile, stage));
        } catch (InputException e) {
            report.problems("problems", e.problems());
        }
        return report.text.toString();
    }

    private void describeTriggers(Dockerfile dockerfile, Stage stage) {
        try {
            uses(
                    "left to dependents",
                    OTHER
                            .references(
                                    BuildArguments.of(Platform.LINUX_AMD64),
                                    image -> isFixture(image) ? stage.triggers().toList() : List.of())
                            .stream()
                            .filter(use -> !isFixture(use))
                            .toList());
        } catch (InputException e) {
            problems("problems left to dependents", e.problems());
        }
    }

    private static boolean isFixture(ImageUse use) {
        return use.kind() == ImageUse.Kind.FROM;
    }

    private void describe(Dockerfile dockerfile) {
        dockerfile.syntax().ifPresent(syntax -> line(place(syntax.location()), "syntax " + syntax.text()));
        dockerfile.globalArguments().forEach(argument -> line(argument.lines(), argument.keyword()));
        for (Stage stage : dockerfile.stages()) {
            line(
                    stage.from().lines(),
                    "stage " + stage.number()
                            + stage.name().map(name -> " " + name).orElse(""));
            stage.instructions().forEach(instruction -> line(instruction.lines(), "  " + instruction.keyword()));
        }
    }

    private void uses(String title, List<ImageUse> uses) {
        if (!uses.isEmpty()) {
            text.append('\n').append(title).append('\n');
        }
        for (ImageUse use : uses) {
            String kind = use.kind().name().replace("_FROM", "");
            String platform = use.platform().map(name -> " for " + name).orElse("");
            line(place(use.location()), String.format("%-5s %s%s", kind, use.reference(), platform));
        }
    }

    private void problems(String title, List<Problem> problems) {
        text.append('\n').append(title).append('\n');
        for (Problem problem : problems) {
            line(problem.location().map(FixtureReport::place).orElse("?"), problem.message());
            problem.hint().ifPresent(hint -> line("", "  " + hint));
        }
    }

    private void line(Object left, String right) {
        text.append(String.format("%-7s %s", left, right).stripTrailing()).append('\n');
    }

    private static String place(SourceLocation location) {
        return location.line() == 0 ? "-" : location.line() + ":" + location.column();
    }

    private static BuildArguments arguments(Path file) throws IOException {
        Map<String, String> values = new HashMap<>();
        Map<String, String> options = new HashMap<>();
        List<String> lines = Files.exists(file) ? Files.readAllLines(file) : new ArrayList<>();
        for (String line : lines) {
            String[] option = line.split(" ", 2);
            if (option[0].equals("--build-arg")) {
                String[] argument = option[1].split("=", 2);
                values.put(argument[0], argument[1]);
            } else {
                options.put(option[0], option[1]);
            }
        }
        return new BuildArguments(
                values,
                Platform.parse(options.getOrDefault("--build-platform", "linux/amd64")),
                Platform.parse(options.getOrDefault("--platform", "linux/amd64")),
                Optional.ofNullable(options.get("--target")));
    }
}
