package dev.imagemanager.rendering;

import dev.imagemanager.dockerfile.Dockerfile;
import dev.imagemanager.dockerfile.DockerfileParser;
import dev.imagemanager.file.FleetReader;
import dev.imagemanager.file.ignore.IgnoreFile;
import dev.imagemanager.model.Fleet;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TemplateFile;
import dev.imagemanager.output.GeneratedFile;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.problem.Excerpt;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.rendering.template.TemplateEngine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Renders the files of targets. Safe for use by several threads. */
public final class Renderer {

    private static final String IGNORE_FILE = ".dockerignore";

    /** Builders take an empty file for none. */
    private static final String OWN_LINES = "# Definitions and templates are not part of the build context.\n";

    private final Fleet fleet;
    private final FleetReader sources;
    private final TemplateEngine templates;
    private final boolean complete;
    private final Problems problems;
    private final ContextExclusions exclusions;
    private final Map<Path, Optional<byte[]>> plainFiles = new ConcurrentHashMap<>();
    private final Map<String, SortedMap<String, String>> aliases = new ConcurrentHashMap<>();
    private final Map<Ignored, byte[]> dockerignores = new ConcurrentHashMap<>();

    /** An ignore file and the context that it is for. */
    private record Ignored(Path file, Path context) {}

    /**
     * @param complete whether the fleet was read without errors; otherwise unknown images are not reported
     * @param problems receives errors in templates and in the rendered Dockerfiles
     */
    public Renderer(Fleet fleet, boolean complete, Problems problems) {
        this.fleet = fleet;
        this.complete = complete;
        this.sources = new FleetReader(fleet.directory());
        this.templates = new TemplateEngine(fleet.directory());
        this.problems = problems;
        this.exclusions = new ContextExclusions(fleet, templates);
    }

    /** @return empty if problems were added */
    public Optional<RenderedTarget> render(Target target) {
        Map<String, String> ofImage = aliases.computeIfAbsent(
                target.image().name(), name -> target.image().allAliases());
        Map<String, Object> data = TargetData.of(target, ofImage, new BaseImages(fleet, target, complete));
        Optional<byte[]> dockerfileText = text(target.tag().dockerfile(), data);
        Optional<byte[]> test = target.tag().test().flatMap(template -> text(template, data));
        if (dockerfileText.isEmpty() || test.isPresent() != target.tag().test().isPresent()) {
            return Optional.empty();
        }
        return parse(target, dockerfileText.get())
                .map(dockerfile -> new RenderedTarget(target, dockerfile, files(target, dockerfileText.get(), test)));
    }

    private SortedMap<Path, GeneratedFile> files(Target target, byte[] dockerfile, Optional<byte[]> test) {
        SortedMap<Path, GeneratedFile> files = new TreeMap<>();
        files.put(OutputPaths.dockerfile(target.name()), GeneratedFile.of(dockerfile));
        files.put(OutputPaths.dockerignore(target.name()), GeneratedFile.of(dockerignore(target)));
        test.ifPresent(text -> files.put(OutputPaths.test(target.name()), GeneratedFile.of(text)));
        return files;
    }

    /**
     * Checks the syntax of templates and of Dockerfiles without markup, for targets whose data is incomplete because of
     * errors in their definition.
     */
    public void check(Target target) {
        TemplateFile dockerfile = target.tag().dockerfile();
        if (dockerfile.rendered()) {
            templates.check(dockerfile.file(), problems);
        } else {
            plainFiles.computeIfAbsent(dockerfile.file(), this::read).ifPresent(text -> parse(target, text));
        }
        target.tag().test().filter(TemplateFile::rendered).ifPresent(test -> templates.check(test.file(), problems));
    }

    private Optional<byte[]> text(TemplateFile template, Map<String, Object> data) {
        if (template.rendered()) {
            return templates.render(template.file(), data, problems).map(text -> text.getBytes(StandardCharsets.UTF_8));
        }
        return plainFiles.computeIfAbsent(template.file(), this::read);
    }

    private Optional<byte[]> read(Path file) {
        try {
            return Optional.of(sources.read(file, FleetReader.TEMPLATE_LIMIT));
        } catch (IOException unreadable) {
            problems.add(FleetReader.problem(file, unreadable));
            return Optional.empty();
        }
    }

    private Optional<Dockerfile> parse(Target target, byte[] text) {
        TemplateFile template = target.tag().dockerfile();
        Path shown = template.rendered() ? OutputPaths.dockerfile(target.name()) : template.file();
        try {
            return Optional.of(DockerfileParser.parse(shown, text));
        } catch (InputException invalid) {
            invalid.problems().forEach(problem -> problems.add(explained(problem, template, text)));
            return Optional.empty();
        }
    }

    /** Adds the template to a problem, since the rendered file may not be written yet. */
    static Problem explained(Problem problem, TemplateFile template, byte[] text) {
        if (!template.rendered()) {
            return problem;
        }
        String line = problem.location()
                .flatMap(place -> new String(text, StandardCharsets.UTF_8)
                        .lines()
                        .skip(Math.max(0, place.line() - 1))
                        .findFirst()
                        .filter(written -> place.line() > 0))
                .map(written -> "; the line is " + Excerpt.of(written.strip()))
                .orElse("");
        String made = "generated from " + template.file() + line;
        return problem.withHint(problem.hint().map(hint -> hint + "; " + made).orElse(made));
    }

    /** The user's lines come last, so that they can take files in again. */
    private byte[] dockerignore(Target target) {
        Path context = target.definition().contextDirectory();
        return dockerignores.computeIfAbsent(new Ignored(ignoreFile(target), context), key -> {
            byte[] own = sources.isFile(key.file()) ? read(key.file()).orElse(new byte[0]) : new byte[0];
            IgnoreFile.read(key.file(), own, problems);
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            String lines = OWN_LINES + exclusions.lines(context);
            all.writeBytes(lines.getBytes(StandardCharsets.UTF_8));
            all.writeBytes(IgnoreFile.withoutByteOrderMark(own));
            return all.toByteArray();
        });
    }

    /** Like builders, prefers a file beside the Dockerfile (Dockerfile reference, ".dockerignore file"). */
    private Path ignoreFile(Target target) {
        TemplateFile dockerfile = target.tag().dockerfile();
        String name = dockerfile.file().getFileName().toString();
        String base = dockerfile.rendered() ? name.substring(0, name.lastIndexOf('.')) : name;
        Path besideDockerfile = dockerfile.file().resolveSibling(base + IGNORE_FILE);
        return sources.isFile(besideDockerfile)
                ? besideDockerfile
                : target.definition().contextDirectory().resolve(IGNORE_FILE);
    }
}
