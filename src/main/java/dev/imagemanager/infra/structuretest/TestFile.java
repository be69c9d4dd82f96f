package dev.imagemanager.infra.structuretest;

import dev.imagemanager.config.Permission;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.SourceLocation;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.StreamEndEvent;
import org.snakeyaml.engine.v2.events.StreamStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Checks the options that a test file sets for its containers (container-structure-test documentation, "Container Run
 * Options"). Most of them give the author of the file the rights of the Docker daemon, which are those of root: privileges,
 * capabilities, mounts; {@code envVars} and {@code envFile} read the environment and the files of the caller. Only
 * {@code user} and {@code allocateTty} need no permission.
 *
 * <p>The tool reads the file with another YAML library, so whatever the two could read differently at the top level and in
 * the options is refused: merge keys, tags, keys that are not plain strings.
 */
final class TestFile {

    private static final String OPTIONS = "containerRunOptions";
    private static final Set<String> HARMLESS = Set.of("user", "allocateTty");
    private static final LoadSettings SETTINGS =
            LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build();

    /** The time that the parser needs grows with the square of the depth. */
    private static final int DEPTH_LIMIT = 100;

    private final Path shown;
    private final List<Problem> problems = new ArrayList<>();

    private TestFile(Path shown) {
        this.shown = shown;
    }

    /**
     * Returns what needs the permission {@link Permission#CONTAINER_OPTIONS}. Other mistakes are left to the tool.
     *
     * @param shown the file in messages
     */
    static List<Problem> check(Path shown, byte[] content) {
        TestFile file = new TestFile(shown);
        file.check(content);
        return file.problems;
    }

    private void check(byte[] content) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            checkDocument(new Parse(SETTINGS).parseString(text).iterator());
        } catch (CharacterCodingException notText) {
            problems.add(Problem.error(SourceLocation.wholeFile(shown), "the test file is not UTF-8 text")
                    .withHint("save it as UTF-8"));
        } catch (MarkedYamlEngineException syntax) {
            problems.add(Problem.error(
                    syntax.getProblemMark()
                            .map(mark -> new SourceLocation(shown, mark.getLine() + 1, mark.getColumn() + 1))
                            .orElse(SourceLocation.wholeFile(shown)),
                    "the test file is not valid YAML: " + syntax.getProblem()));
        } catch (TooDeepException tooDeep) {
            problems.add(Problem.error(tooDeep.place, "values are nested more than " + DEPTH_LIMIT + " levels deep"));
        } catch (YamlEngineException unreadable) {
            problems.add(Problem.error(SourceLocation.wholeFile(shown), "the test file is not valid YAML"));
        }
    }

    /** Reads the first document, as the tool does. */
    private void checkDocument(Iterator<Event> events) {
        Event root = events.next();
        while (root instanceof StreamStartEvent || root instanceof DocumentStartEvent) {
            root = events.next();
        }
        if (root instanceof StreamEndEvent) {
            return;
        }
        if (!(root instanceof MappingStartEvent)) {
            problems.add(Problem.error(placeOf(root), "the test file must contain keys and values"));
            return;
        }
        for (Event key = events.next(); !(key instanceof MappingEndEvent); key = events.next()) {
            boolean isOptions =
                    nameOf(key, events).filter(OPTIONS::equalsIgnoreCase).isPresent();
            Event value = events.next();
            if (isOptions) {
                checkOptions(value, events);
            } else {
                skip(value, events);
            }
        }
    }

    private void checkOptions(Event options, Iterator<Event> events) {
        if (!(options instanceof MappingStartEvent)) {
            problems.add(Problem.error(placeOf(options), "'" + OPTIONS + "' must contain keys and values"));
            skip(options, events);
            return;
        }
        for (Event key = events.next(); !(key instanceof MappingEndEvent); key = events.next()) {
            Event option = key;
            nameOf(key, events)
                    .filter(name -> !HARMLESS.contains(name))
                    .ifPresent(name -> problems.add(Problem.error(
                                    placeOf(option),
                                    "'" + OPTIONS + "." + name + "' would give this test file rights on the machine")
                            .withHint("remove it; " + Permission.CONTAINER_OPTIONS.remedy())));
            skip(events.next(), events);
        }
    }

    /** @return empty if a problem was added */
    private Optional<String> nameOf(Event key, Iterator<Event> events) {
        if (key instanceof ScalarEvent scalar
                && scalar.getTag().isEmpty()
                && !scalar.getValue().equals("<<")) {
            return Optional.of(scalar.getValue());
        }
        problems.add(Problem.error(placeOf(key), "the keys of a test file must be plain strings")
                .withHint("aliases ('*…'), merge keys ('<<') and tags ('!…') cannot be used as keys here"));
        skip(key, events);
        return Optional.empty();
    }

    /** Skips the rest of a value. */
    private void skip(Event value, Iterator<Event> events) {
        int depth = 0;
        for (Event event = value; true; event = events.next()) {
            if (event instanceof CollectionStartEvent) {
                depth++;
                if (depth > DEPTH_LIMIT) {
                    throw new TooDeepException(placeOf(event));
                }
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            }
            if (depth == 0) {
                return;
            }
        }
    }

    private SourceLocation placeOf(Event event) {
        return event.getStartMark()
                .map(mark -> new SourceLocation(shown, mark.getLine() + 1, mark.getColumn() + 1))
                .orElse(SourceLocation.wholeFile(shown));
    }

    private static final class TooDeepException extends RuntimeException {

        private final transient SourceLocation place;

        TooDeepException(SourceLocation place) {
            super(null, null, false, false);
            this.place = place;
        }
    }
}
