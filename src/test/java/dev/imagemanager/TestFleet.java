package dev.imagemanager;

import dev.imagemanager.config.ConfigLoader;
import dev.imagemanager.config.FleetConfig;
import dev.imagemanager.config.FleetTrust;
import dev.imagemanager.config.masking.SecretMask;
import dev.imagemanager.graph.DependencySorter;
import dev.imagemanager.model.ModelResolver;
import dev.imagemanager.model.TemplateResolver;
import dev.imagemanager.output.OutputDirectory;
import dev.imagemanager.pipeline.generate.FleetGenerator;
import dev.imagemanager.pipeline.generate.GeneratedFiles;
import dev.imagemanager.pipeline.generate.GeneratedFiles.Changes;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;

/** A fleet's directory of a test's own, and what the program makes of it, without Quarkus. */
public final class TestFleet {

    private static final Validator VALIDATOR = Validation.byDefaultProvider()
            .configure()
            .messageInterpolator(new ParameterMessageInterpolator())
            .buildValidatorFactory()
            .getValidator();

    private final Path directory;
    private final FakeEnvironment environment = new FakeEnvironment();
    private final SecretMask mask = new SecretMask();

    public TestFleet(Path directory) {
        this.directory = directory;
    }

    /** With an image {@code app:1.0.0} that has a plain Dockerfile, for tests that are about something else. */
    public static TestFleet small(Path directory) {
        return new TestFleet(directory)
                .with("images/app/image.yml", "tags: [{name: 1.0.0}]\n")
                .with("images/app/Dockerfile", "FROM scratch\n");
    }

    public TestFleet with(String file, String text) {
        return with(file, text.getBytes(StandardCharsets.UTF_8));
    }

    public TestFleet with(String file, byte[] content) {
        try {
            Path path = directory.resolve(file);
            Files.createDirectories(path.getParent());
            Files.write(path, content);
            return this;
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    public TestFleet without(String file) {
        try {
            Files.delete(directory.resolve(file));
            return this;
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    public TestFleet withVariable(String name, String value) {
        environment.set(name, value);
        return this;
    }

    public Path directory() {
        return directory;
    }

    /** @throws InputException if the fleet has mistakes */
    public GeneratedFleet generate() {
        return generator().generate(directory);
    }

    public FleetGenerator generator() {
        return new FleetGenerator(loader(), new ModelResolver(new TemplateResolver()), new DependencySorter());
    }

    /** Generates and writes everything. */
    public Changes write() {
        GeneratedFleet generated = generate();
        GeneratedFiles output =
                new GeneratedFiles(new OutputDirectory(generated.fleet().directory()));
        Changes changes = output.compare(generated, generated.fleet().targets().keySet());
        output.apply(changes);
        return changes;
    }

    /** What is said about the fleet: its errors or, when there are none, its notes. */
    public List<Problem> problems() {
        try {
            return generate().notes();
        } catch (InputException invalid) {
            return invalid.problems();
        }
    }

    /** The settings, which must be free of mistakes. */
    public FleetConfig settings() {
        Problems problems = new Problems();
        FleetConfig settings = loader().load(directory, problems).settings();
        problems.throwIfAny();
        return settings;
    }

    /** Knows the credentials of what was loaded. */
    public SecretMask mask() {
        return mask;
    }

    public ConfigLoader loader() {
        return new ConfigLoader(VALIDATOR, environment, new FleetTrust(environment), mask);
    }

    /** Problems as a person sees them, with the fleet's own directory left out. */
    public String shown(List<Problem> problems) {
        return problems.stream()
                .map(TestFleet::shown)
                .collect(Collectors.joining())
                .replace(directory.toAbsolutePath().toString(), "<fleet>");
    }

    private static String shown(Problem problem) {
        return problem.location().map(location -> location + ": ").orElse("")
                + (problem.isError() ? "error: " : "note: ")
                + problem.message()
                + problem.hint().map(hint -> "\n  " + hint).orElse("")
                + "\n";
    }

    /** Every file below a directory of the fleet with its bytes, each byte a character; nothing if it does not exist. */
    public SortedMap<String, String> files(String below) {
        return filesOf(directory.resolve(below));
    }

    static SortedMap<String, String> filesOf(Path root) {
        SortedMap<String, String> contents = new TreeMap<>();
        if (Files.notExists(root)) {
            return contents;
        }
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path file : paths.filter(Files::isRegularFile).toList()) {
                contents.put(root.relativize(file).toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
            return contents;
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }
}
