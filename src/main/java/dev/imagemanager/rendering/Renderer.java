package dev.imagemanager.rendering;

import dev.imagemanager.dockerfile.Dockerfile;
import dev.imagemanager.dockerfile.DockerfileParser;
import dev.imagemanager.model.Fleet;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TemplateFile;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.problem.SourceLocation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Makes the files of targets. Safe for use by several threads. */
public final class Renderer {

    /** Definitions and templates are no part of an image; the folders of variants hold templates too. */
    private static final String IGNORED_BY_US = "image.yml\n*.tmpl\n*/Dockerfile.tmpl\n*/test.yml.tmpl\n";

    private final Fleet fleet;
    private final TemplateEngine templates;
    private final Problems problems;
    private final Map<Path, Optional<byte[]>> plainFiles = new ConcurrentHashMap<>();
    private final Map<Path, byte[]> dockerignores = new ConcurrentHashMap<>();

    /** @param problems receives what is wrong with templates and with the Dockerfiles that they make */
    public Renderer(Fleet fleet, Problems problems) {
        this.fleet = fleet;
        this.templates = new TemplateEngine(fleet.directory());
        this.problems = problems;
    }

    /** @return empty when problems were added */
    public Optional<RenderedTarget> render(Target target) {
        Map<String, Object> data = TargetData.of(fleet, target);
        Optional<byte[]> dockerfileText = text(target.tag().dockerfile(), data);
        Optional<byte[]> test = target.tag().test().flatMap(template -> text(template, data));
        if (dockerfileText.isEmpty() || test.isPresent() != target.tag().test().isPresent()) {
            return Optional.empty();
        }
        return parse(target, dockerfileText.get())
                .map(dockerfile ->
                        new RenderedTarget(target, dockerfileText.get(), dockerfile, dockerignore(target), test));
    }

    private Optional<byte[]> text(TemplateFile template, Map<String, Object> data) {
        if (template.rendered()) {
            return templates.render(template.file(), data, problems).map(text -> text.getBytes(StandardCharsets.UTF_8));
        }
        return plainFiles.computeIfAbsent(template.file(), this::read);
    }

    private Optional<byte[]> read(Path file) {
        try {
            return Optional.of(Files.readAllBytes(fleet.directory().resolve(file)));
        } catch (IOException unreadable) {
            problems.add(Problem.error(
                    SourceLocation.wholeFile(file), "the file cannot be read: " + unreadable.getMessage()));
            return Optional.empty();
        }
    }

    private Optional<Dockerfile> parse(Target target, byte[] text) {
        TemplateFile template = target.tag().dockerfile();
        Path shown = template.rendered() ? FilePaths.dockerfile(target.name()) : template.file();
        try {
            return Optional.of(DockerfileParser.parse(shown, text));
        } catch (InputException invalid) {
            invalid.problems().forEach(problem -> problems.add(explained(problem, template)));
            return Optional.empty();
        }
    }

    /**
     * Tells of problems with rendered Dockerfiles which templates these were made from.
     *
     * @param found problems with places in Dockerfiles
     * @param explained receives them
     */
    public static void explain(Fleet fleet, Problems found, Problems explained) {
        Map<Path, TemplateFile> templates = new HashMap<>();
        fleet.targets()
                .values()
                .forEach(target -> templates.put(
                        FilePaths.dockerfile(target.name()), target.tag().dockerfile()));
        Stream.concat(found.errors().stream(), found.notes().stream())
                .forEach(problem -> explained.add(problem.location()
                        .map(place -> templates.get(place.file()))
                        .map(template -> explained(problem, template))
                        .orElse(problem)));
    }

    /** A place in a rendered file says little to someone who writes templates. */
    private static Problem explained(Problem problem, TemplateFile template) {
        if (!template.rendered()) {
            return problem;
        }
        String made = "made from " + template.file();
        return problem.withHint(problem.hint().map(hint -> hint + "; " + made).orElse(made));
    }

    private byte[] dockerignore(Target target) {
        return dockerignores.computeIfAbsent(target.definition().contextDirectory(), context -> {
            byte[] own = Files.exists(fleet.directory().resolve(context.resolve(".dockerignore")))
                    ? read(context.resolve(".dockerignore")).orElse(new byte[0])
                    : new byte[0];
            String text = new String(own, StandardCharsets.UTF_8);
            String separator = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
            return (text + separator + IGNORED_BY_US).getBytes(StandardCharsets.UTF_8);
        });
    }
}
