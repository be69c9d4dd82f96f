package dev.imagemanager.config.yaml;

import dev.imagemanager.problem.Excerpt;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.problem.SourceLocation;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/**
 * Reads one YAML 1.2 document into {@link YamlNode}s. Reports, with their position: syntax errors, bytes that are not
 * UTF-8, more than one document, duplicate keys, keys that are not strings, merge keys, application-specific tags,
 * values nested more than {@value #DEPTH_LIMIT} levels deep, and aliases that repeat more than
 * {@value #ALIASED_NODES_LIMIT} values.
 */
public final class YamlParser {

    /** Protects against files whose aliases expand to a huge number of values. */
    static final int ALIASED_NODES_LIMIT = 1_000;

    /** Protects against stack overflow. */
    static final int DEPTH_LIMIT = 100;

    /** The merge key of YAML 1.1; YAML 1.2 has none. */
    private static final String MERGE_KEY = "<<";

    private static final Set<Tag> CORE_TAGS =
            Set.of(Tag.STR, Tag.NULL, Tag.BOOL, Tag.INT, Tag.FLOAT, Tag.MAP, Tag.SEQ, Tag.SET);

    /** Reads every scalar as a string. This class limits aliases itself. */
    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setSchema(new FailsafeSchema())
            .setMaxAliasesForCollections(Integer.MAX_VALUE)
            .build();

    private final Path file;
    private final Problems problems;
    private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private int aliasedNodes;

    private YamlParser(Path file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    /**
     * @param file the file's name in messages
     * @return the document's root; empty if a problem was added
     */
    public static Optional<YamlNode> parse(Path file, byte[] content, Problems problems) {
        return new YamlParser(file, problems).parse(content);
    }

    private Optional<YamlNode> parse(byte[] content) {
        int errorsBefore = problems.errorCount();
        return decode(content).flatMap(this::compose).filter(root -> problems.errorCount() == errorsBefore);
    }

    private Optional<String> decode(byte[] content) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer bytes = ByteBuffer.wrap(content);
        CharBuffer text = CharBuffer.allocate(content.length + 1);
        CoderResult result = decoder.decode(bytes, text, true);
        text.flip();
        if (result.isError()) {
            problems.add(Problem.error(endOf(text.toString()), "the file is not UTF-8 text")
                    .withHint("save it as UTF-8"));
            return Optional.empty();
        }
        return Optional.of(text.toString());
    }

    private Optional<YamlNode> compose(String text) {
        try {
            if (isTooDeep(text)) {
                return Optional.empty();
            }
            Iterator<Node> documents =
                    new Compose(SETTINGS).composeAllFromString(text).iterator();
            if (!documents.hasNext()) {
                return Optional.of(new YamlNode.Scalar(SourceLocation.wholeFile(file), "", true));
            }
            Node root = documents.next();
            if (documents.hasNext()) {
                problems.add(Problem.error(locationOf(documents.next()), "a second YAML document starts here")
                        .withHint("only one document per file is allowed; remove the '---' line"));
                return Optional.empty();
            }
            return Optional.of(convert(root));
        } catch (AliasLimitException tooMany) {
            return Optional.empty();
        } catch (MarkedYamlEngineException syntax) {
            problems.add(SyntaxProblem.of(file, syntax));
            return Optional.empty();
        } catch (ReaderException unprintable) {
            problems.add(controlCharacter(text, unprintable));
            return Optional.empty();
        } catch (YamlEngineException unreadable) {
            problems.add(Problem.error(
                    SourceLocation.wholeFile(file), "the file is not valid YAML: " + unreadable.getMessage()));
            return Optional.empty();
        }
    }

    private Problem controlCharacter(String text, ReaderException unprintable) {
        String before = text.substring(0, text.offsetByCodePoints(0, unprintable.getPosition()));
        return Problem.error(
                        endOf(before),
                        String.format("the file contains the control character U+%04X", unprintable.getCodePoint()))
                .withHint("remove it, or write it as an escape in double quotes");
    }

    /** Returns the position after the given start of the file. */
    private SourceLocation endOf(String before) {
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        int column = before.codePointCount(before.lastIndexOf('\n') + 1, before.length()) + 1;
        return new SourceLocation(file, line, column);
    }

    /** Checks the depth on events, since composing nodes is recursive. */
    private boolean isTooDeep(String text) {
        int depth = 0;
        for (Event event : new Parse(SETTINGS).parseString(text)) {
            if (event instanceof CollectionStartEvent && ++depth > DEPTH_LIMIT) {
                problems.add(Problem.error(
                        event.getStartMark()
                                .map(mark -> SyntaxProblem.locationOf(file, mark))
                                .orElse(SourceLocation.wholeFile(file)),
                        "values are nested more than " + DEPTH_LIMIT + " levels deep"));
                return true;
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            }
        }
        return false;
    }

    private YamlNode convert(Node node) {
        limitAliases(node);
        refuseForeignTag(node);
        open.add(node);
        YamlNode converted;
        if (node instanceof MappingNode mapping) {
            converted = convertMapping(mapping);
        } else if (node instanceof SequenceNode sequence) {
            List<YamlNode> items = new ArrayList<>();
            sequence.getValue().forEach(item -> items.add(convert(item)));
            converted = new YamlNode.Sequence(locationOf(node), items);
        } else {
            ScalarNode scalar = (ScalarNode) node;
            converted = new YamlNode.Scalar(
                    locationOf(node), scalar.getValue(), scalar.getScalarStyle() == ScalarStyle.PLAIN);
        }
        open.remove(node);
        return converted;
    }

    private YamlNode convertMapping(MappingNode mapping) {
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            SourceLocation keyLocation = locationOf(tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.add(Problem.error(keyLocation, "a key must be a string")
                        .withHint("to use it as a string, put it in quotes"));
                continue;
            }
            if (key.getValue().equals(MERGE_KEY) && key.getScalarStyle() == ScalarStyle.PLAIN) {
                problems.add(Problem.error(keyLocation, "YAML 1.2 has no merge key '<<'")
                        .withHint(
                                file.endsWith(".image-manager.yml")
                                        ? "write the keys out"
                                        : "write the keys out, or move shared values to .image-manager.yml"));
                continue;
            }
            YamlNode.Entry previous =
                    entries.putIfAbsent(key.getValue(), new YamlNode.Entry(keyLocation, convert(tuple.getValueNode())));
            if (previous != null) {
                problems.add(Problem.error(keyLocation, "duplicate key " + Excerpt.of(key.getValue()))
                        .withHint("it is already defined in line "
                                + previous.keyLocation().line() + "; remove one of them"));
            }
        }
        return new YamlNode.Mapping(locationOf(mapping), entries);
    }

    private void limitAliases(Node node) {
        if (open.contains(node)) {
            problems.add(Problem.error(locationOf(node), "an alias refers to the value that contains it"));
            throw new AliasLimitException();
        }
        boolean repeated = !seen.add(node);
        if (repeated && ++aliasedNodes > ALIASED_NODES_LIMIT) {
            problems.add(Problem.error(
                            locationOf(node),
                            "aliases repeat more than " + ALIASED_NODES_LIMIT + " values in this file")
                    .withHint("write the values out, or move them to 'variables' of the image or the fleet"));
            throw new AliasLimitException();
        }
    }

    private void refuseForeignTag(Node node) {
        if (!CORE_TAGS.contains(node.getTag())) {
            problems.add(Problem.error(locationOf(node), "YAML tags ('!…') are not supported")
                    .withHint("remove it, or put a string that starts with '!' in quotes"));
        }
    }

    private SourceLocation locationOf(Node node) {
        return node.getStartMark()
                .map(mark -> SyntaxProblem.locationOf(file, mark))
                .orElse(SourceLocation.wholeFile(file));
    }

    /** Ends the recursion; the problem was already added. */
    private static final class AliasLimitException extends RuntimeException {
        AliasLimitException() {
            super(null, null, false, false);
        }
    }
}
