package dev.imagemanager.rendering.template;

import dev.imagemanager.file.FleetReader;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.SourceLocation;
import io.quarkus.qute.Engine;
import io.quarkus.qute.IfSectionHelper;
import io.quarkus.qute.LoopSectionHelper;
import io.quarkus.qute.ParserHelper;
import io.quarkus.qute.SetSectionHelper;
import io.quarkus.qute.Template;
import io.quarkus.qute.ValueResolvers;
import io.quarkus.qute.WhenSectionHelper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The templates of a fleet. Reads and parses each once, and checks it with all included templates before it is
 * rendered.
 */
public final class TemplateLibrary {

    /** Protects against stack overflow. */
    private static final int DEPTH_LIMIT = 100;

    private final Path fleetDirectory;
    private final boolean isMarked;
    private final FleetReader files;
    private final Fragments fragments;
    private final Engine engine;
    private final Map<Path, Parsed> parsed = new ConcurrentHashMap<>();
    private final Map<Path, Checked> checked = new ConcurrentHashMap<>();

    /**
     * @param fleetDirectory absolute, with links resolved
     * @param isMarked whether rendered text has {@link LineMarks}
     */
    TemplateLibrary(Path fleetDirectory, boolean isMarked) {
        this.fleetDirectory = fleetDirectory;
        this.isMarked = isMarked;
        this.files = new FleetReader(fleetDirectory);
        this.fragments = new Fragments(fleetDirectory, files);
        this.engine = engine();
    }

    /**
     * A template that was checked with all templates that it includes.
     *
     * @param file as shown in messages
     * @param template empty if there are problems
     * @param files the template and what it includes, relative to the fleet's directory
     */
    record Checked(Path file, Optional<Template> template, List<Problem> problems, Set<Path> files) {}

    /** A single parsed template. */
    private record Parsed(Optional<Template> template, List<Problem> problems) {

        List<IncludeSection> includes() {
            return template.stream()
                    .flatMap(root -> root.findNodes(node -> node.isSection()).stream())
                    .map(node -> node.asSection().getHelper())
                    .filter(IncludeSection.class::isInstance)
                    .map(IncludeSection.class::cast)
                    .toList();
        }
    }

    /** Passes problems through Qute's parser. */
    private static final class Unparsable extends RuntimeException {

        private final transient List<Problem> problems;

        Unparsable(List<Problem> problems) {
            super(null, null, false, false);
            this.problems = problems;
        }
    }

    /** @param template absolute, or relative to the fleet's directory */
    Checked checked(Path template) {
        return checked.computeIfAbsent(template, this::check);
    }

    private Checked check(Path template) {
        Path file;
        try {
            file = fleetDirectory.relativize(files.realPath(template));
        } catch (IOException unreadable) {
            return new Checked(
                    template, Optional.empty(), List.of(FleetReader.problem(template, unreadable)), Set.of());
        }
        Set<Problem> problems = new LinkedHashSet<>();
        Set<Path> all = new HashSet<>();
        check(file, new LinkedHashSet<>(), all, problems);
        Optional<Template> sound = problems.isEmpty() ? parsed.get(file).template() : Optional.empty();
        return new Checked(file, sound, List.copyOf(problems), Set.copyOf(all));
    }

    /** @param path the including files, from the outermost to this one */
    private void check(Path file, Set<Path> path, Set<Path> done, Set<Problem> problems) {
        if (!done.add(file)) {
            return;
        }
        Parsed template = parsed.computeIfAbsent(file, this::parse);
        problems.addAll(template.problems());
        path.add(file);
        for (IncludeSection include : template.includes()) {
            if (path.contains(include.fragment())) {
                problems.add(cycle(include, path));
            } else if (path.size() == DEPTH_LIMIT) {
                problems.add(
                        Problem.error(include.place(), "includes are nested more than " + DEPTH_LIMIT + " levels deep")
                                .withHint("include the fragment in a template further out"));
            } else {
                check(include.fragment(), path, done, problems);
            }
        }
        path.remove(file);
    }

    private static Problem cycle(IncludeSection include, Set<Path> path) {
        List<Path> files = new ArrayList<>(path);
        List<Path> cycle = new ArrayList<>(files.subList(files.indexOf(include.fragment()), files.size()));
        cycle.add(include.fragment());
        return Problem.error(
                        include.place(),
                        "templates include each other in a cycle: "
                                + cycle.stream().map(Path::toString).collect(Collectors.joining(" → ")))
                .withHint("a template cannot include itself, directly or through others");
    }

    private Parsed parse(Path file) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(files.read(file, FleetReader.TEMPLATE_LIMIT)))
                    .toString();
            return new Parsed(Optional.of(engine.parse(text, null, file.toString())), List.of());
        } catch (CharacterCodingException notText) {
            return new Parsed(
                    Optional.empty(),
                    List.of(Problem.error(SourceLocation.wholeFile(file), "the template is not UTF-8 text")
                            .withHint("save it as UTF-8")));
        } catch (IOException unreadable) {
            return new Parsed(Optional.empty(), List.of(FleetReader.problem(file, unreadable)));
        } catch (Unparsable exception) {
            return new Parsed(Optional.empty(), exception.problems);
        }
    }

    /**
     * Creates a Qute engine with only our sections and values. The syntax is implemented as a content filter; Qute's
     * newer "alternative expression syntax" could replace it.
     */
    private Engine engine() {
        return Engine.builder()
                .addSectionHelpers(
                        new IfSectionHelper.Factory(),
                        new LoopSectionHelper.Factory(),
                        new SetSectionHelper.Factory(),
                        new WhenSectionHelper.Factory(),
                        new IncludeSection.Factory(this::fragment))
                .addValueResolvers(ValueResolvers.mapperResolver(), new Members())
                .addNamespaceResolver(new Uses())
                .addParserHook(this::filter)
                .removeStandaloneLines(false)
                .strictRendering(false)
                .build();
    }

    private Template fragment(Path file) {
        return parsed.get(file).template().orElseThrow();
    }

    private void filter(ParserHelper parser) {
        Path file = Path.of(parser.getTemplateId());
        parser.addContentFilter(text -> {
            TemplateScanner.Result result = TemplateScanner.scan(new TemplateSource(file, text), fragments, isMarked);
            if (!result.problems().isEmpty()) {
                throw new Unparsable(result.problems());
            }
            return QuteText.of(result.segments());
        });
    }
}
