package dev.imagemanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.output.OutputDirectory;
import dev.imagemanager.pipeline.generate.GeneratedFiles;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.pipeline.revision.SourceSelection;
import dev.imagemanager.problem.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every folder of {@code src/test/resources/golden} is a case: {@code in} is a fleet, {@code out} the {@code dist/} that
 * it becomes, and {@code notes.txt} what is noted about it, if anything. A fleet with mistakes has {@code problems.txt}
 * instead, as a person sees it, and writes nothing. A second run says the same and has nothing to write, and so does one
 * with only the files that {@link SourceSelection} selects. {@code environment.properties} holds environment variables.
 *
 * <p>{@code mvn test -Dtest=GoldenTest -Dgolden.write=true} writes what is expected instead of comparing it; read the
 * difference before you commit it.
 */
class GoldenTest {

    private static final Path CASES = Path.of("src/test/resources/golden");

    static List<String> cases() throws IOException {
        try (Stream<Path> directories = Files.list(CASES)) {
            return directories
                    .map(directory -> directory.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    /** @param output all files of {@code dist/}, by their names below it */
    private record Outcome(SortedMap<String, String> output, String notes, String problems) {

        static Outcome of(TestFleet fleet) {
            try {
                GeneratedFleet generated = fleet.generate();
                GeneratedFiles output = new GeneratedFiles(new OutputDirectory(fleet.directory()));
                output.apply(
                        output.compare(generated, generated.fleet().targets().keySet()));
                return new Outcome(fleet.files("dist"), fleet.shown(generated.notes()), "");
            } catch (InputException invalid) {
                return new Outcome(fleet.files("dist"), "", fleet.shown(invalid.problems()));
            }
        }

        static Outcome expected(Path directory) throws IOException {
            return new Outcome(
                    TestFleet.filesOf(directory.resolve("out")),
                    read(directory.resolve("notes.txt")),
                    read(directory.resolve("problems.txt")));
        }

        void write(Path directory) throws IOException {
            for (String file : TestFleet.filesOf(directory.resolve("out")).keySet()) {
                Files.delete(directory.resolve("out").resolve(file));
            }
            TestFleet out = new TestFleet(directory.resolve("out"));
            output.forEach((file, content) -> out.with(file, content.getBytes(StandardCharsets.ISO_8859_1)));
            write(directory.resolve("notes.txt"), notes);
            write(directory.resolve("problems.txt"), problems);
        }

        private static String read(Path file) throws IOException {
            return Files.exists(file) ? Files.readString(file) : "";
        }

        private static void write(Path file, String text) throws IOException {
            if (text.isEmpty()) {
                Files.deleteIfExists(file);
            } else {
                Files.writeString(file, text);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void becomes(String name, @TempDir Path scratch) throws IOException {
        Path directory = CASES.resolve(name);
        TestFleet fleet = copy(directory, scratch.resolve("whole"));
        Outcome found = Outcome.of(fleet);
        if (Boolean.getBoolean("golden.write")) {
            found.write(directory);
        }
        Outcome expected = Outcome.expected(directory);
        assertThat(found.problems()).isEqualTo(expected.problems());
        assertThat(found.notes()).isEqualTo(expected.notes());
        assertThat(found.output()).isEqualTo(expected.output());
        assertThat(found.problems().isEmpty())
                .as("either files are written, or problems are told")
                .isEqualTo(!found.output().isEmpty());
        assertThat(Outcome.of(fleet)).as("the same again").isEqualTo(found);
        if (found.problems().isEmpty()) {
            assertThat(fleet.write().isEmpty()).as("nothing is left to write").isTrue();
        }
        TestFleet selected = copyOfSelected(directory, scratch.resolve("selected"));
        assertThat(Outcome.of(selected)).as("without files of build contexts").isEqualTo(found);
    }

    /** Copies the files that generating may read, and creates the directories of the others. */
    private static TestFleet copyOfSelected(Path directory, Path destination) throws IOException {
        SourceSelection selection = new SourceSelection();
        TestFleet fleet = new TestFleet(Files.createDirectories(destination));
        Path in = directory.resolve("in");
        List<Path> others;
        try (Stream<Path> files = Files.walk(in)) {
            others = new ArrayList<>(
                    files.filter(Files::isRegularFile).map(in::relativize).toList());
        }
        for (Path file : others) {
            Files.createDirectories(destination.resolve(file).getParent());
        }
        boolean isMore = true;
        while (isMore) {
            isMore = false;
            for (Path file : others.stream().filter(selection::mayBeRead).toList()) {
                byte[] content = Files.readAllBytes(in.resolve(file));
                isMore |= selection.learn(file, content);
                fleet.with(file.toString(), content);
                others.remove(file);
            }
        }
        return withVariables(fleet, directory);
    }

    private static TestFleet copy(Path directory, Path destination) throws IOException {
        TestFleet fleet = new TestFleet(Files.createDirectories(destination));
        Path in = directory.resolve("in");
        try (Stream<Path> files = Files.walk(in)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                fleet.with(in.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return withVariables(fleet, directory);
    }

    private static TestFleet withVariables(TestFleet fleet, Path directory) throws IOException {
        Path variables = directory.resolve("environment.properties");
        if (Files.exists(variables)) {
            Properties properties = new Properties();
            properties.load(Files.newBufferedReader(variables));
            properties.stringPropertyNames().forEach(key -> fleet.withVariable(key, properties.getProperty(key)));
        }
        return fleet;
    }
}
