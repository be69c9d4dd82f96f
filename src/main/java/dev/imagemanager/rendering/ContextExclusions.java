package dev.imagemanager.rendering;

import dev.imagemanager.file.FleetReader;
import dev.imagemanager.model.Fleet;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TemplateFile;
import dev.imagemanager.rendering.template.TemplateEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files of build contexts that this program reads itself: the fleet's definitions, templates, what templates include, and
 * test files. They are left out by their place, so a context may contain other files with the same names. Dockerfiles that are
 * no templates are not left out, as for other builders.
 */
final class ContextExclusions {

    private static final String SPECIAL = "*?[]^\\";

    private final FleetReader files;
    private final SortedSet<Path> sources = new TreeSet<>();

    /** @param templates with what each template includes */
    ContextExclusions(Fleet fleet, TemplateEngine templates) {
        this.files = new FleetReader(fleet.directory());
        fleet.targets().values().stream()
                .flatMap(target -> Stream.concat(Stream.of(target.tag().dockerfile()), target.tag().test().stream()))
                .filter(TemplateFile::rendered)
                .map(TemplateFile::file)
                .distinct()
                .forEach(template -> sources.addAll(templates.filesOf(template)));
        fleet.targets().values().stream()
                .flatMap(target -> Stream.concat(
                        Stream.of(target.tag().dockerfile()).filter(TemplateFile::rendered),
                        target.tag().test().stream()))
                .map(TemplateFile::file)
                .forEach(sources::add);
        fleet.targets().values().stream()
                .map(Target::definition)
                .distinct()
                .forEach(definition -> sources.add(definition.file()));
        Set.copyOf(sources).forEach(source -> real(source).ifPresent(sources::add));
    }

    /**
     * Returns the lines for a {@code .dockerignore}.
     *
     * @param context relative to the fleet's directory
     */
    String lines(Path context) {
        SortedSet<String> inContext = new TreeSet<>();
        Stream.concat(Stream.of(context), real(context).stream()).forEach(folder -> sources.stream()
                .filter(source -> source.startsWith(folder))
                .forEach(source ->
                        inContext.add(pattern(folder.relativize(source).toString()))));
        return inContext.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    /** Returns the path of a file without links, relative to the fleet's directory. */
    private Optional<Path> real(Path file) {
        try {
            Path fleet = files.realPath(Path.of(""));
            return Optional.of(fleet.relativize(files.realPath(file)));
        } catch (IOException missing) {
            return Optional.empty();
        }
    }

    /** Returns a pattern that matches one path. A line feed cannot be written, so any character is allowed in its place. */
    private static String pattern(String path) {
        StringBuilder pattern = new StringBuilder();
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            boolean isFirst = i == 0 && (c == '#' || c == '!' || c == ' ');
            if (isFirst || SPECIAL.indexOf(c) >= 0) {
                pattern.append('\\');
            }
            pattern.append(c < ' ' ? '?' : c);
        }
        return pattern.toString();
    }
}
