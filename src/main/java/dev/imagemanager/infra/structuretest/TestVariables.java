package dev.imagemanager.infra.structuretest;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.StreamDataWriter;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Serialize;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.emitter.Emitter;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Makes the variables of single command tests take effect ({@code commandTests[].envVars}). container-structure-test
 * replaces <code>$NAME</code> in commands by the variables of the image before it sets these, and forgets them if there are
 * {@code containerRunOptions}; those of the whole file ({@code globalEnvVars}) have neither fault. So each such test gets a
 * file of its own, with its variables for the whole file. This needs no program in the image.
 */
final class TestVariables {

    private static final String COMMAND_TESTS = "commandTests";
    private static final String VARIABLES = "envVars";
    private static final String GLOBAL_VARIABLES = "globalEnvVars";
    private static final String KEY = "key";
    private static final String VALUE = "value";

    /** What a file for one test has in common with the whole file. */
    private static final Set<String> COMMON = Set.of("schemaVersion", "containerRunOptions");

    private TestVariables() {}

    /**
     * Returns the test file in parts that together have the same tests.
     *
     * @return empty if the file can be used as it is, or cannot be read, which is left to the tool
     */
    static List<byte[]> parts(byte[] content) {
        try {
            LoadSettings settings = LoadSettings.builder()
                    .setCodePointLimit(Integer.MAX_VALUE)
                    .setAllowDuplicateKeys(true)
                    .build();
            return new Compose(settings)
                    .composeReader(new StringReader(new String(content, StandardCharsets.UTF_8)))
                    .filter(MappingNode.class::isInstance)
                    .map(root -> parts((MappingNode) root))
                    .orElse(List.of());
        } catch (YamlEngineException unreadable) {
            return List.of();
        }
    }

    private static List<byte[]> parts(MappingNode root) {
        Optional<SequenceNode> tests = value(root, COMMAND_TESTS)
                .filter(SequenceNode.class::isInstance)
                .map(SequenceNode.class::cast);
        List<MappingNode> single = tests.map(SequenceNode::getValue).orElse(List.of()).stream()
                .filter(TestVariables::hasVariables)
                .map(MappingNode.class::cast)
                .toList();
        if (single.isEmpty()) {
            return List.of();
        }
        List<byte[]> parts = new ArrayList<>();
        List<Node> others = new ArrayList<>(tests.get().getValue());
        others.removeAll(single);
        if (!others.isEmpty() || hasOtherTests(root)) {
            parts.add(text(with(root, COMMAND_TESTS, sequence(others))));
        }
        single.forEach(test -> parts.add(text(fileOf(test, root))));
        return parts;
    }

    private static boolean hasOtherTests(MappingNode root) {
        return root.getValue().stream()
                .anyMatch(entry -> !isKey(
                        entry,
                        key -> COMMON.contains(key) || key.equals(COMMAND_TESTS) || key.equals(GLOBAL_VARIABLES)));
    }

    /** Returns whether a test has variables that the tool accepts. */
    private static boolean hasVariables(Node test) {
        return test instanceof MappingNode mapping
                && value(mapping, VARIABLES)
                        .filter(SequenceNode.class::isInstance)
                        .map(SequenceNode.class::cast)
                        .filter(list -> !list.getValue().isEmpty()
                                && list.getValue().stream().allMatch(TestVariables::isVariable))
                        .isPresent();
    }

    private static boolean isVariable(Node node) {
        return node instanceof MappingNode variable
                && text(variable, KEY).filter(text -> !text.isEmpty()).isPresent()
                && text(variable, VALUE).filter(text -> !text.isEmpty()).isPresent();
    }

    private static MappingNode fileOf(MappingNode test, MappingNode root) {
        List<Node> own = ((SequenceNode) value(test, VARIABLES).orElseThrow()).getValue();
        Set<String> names = new HashSet<>();
        own.forEach(variable -> names.add(text((MappingNode) variable, KEY).orElseThrow()));
        List<Node> variables = new ArrayList<>();
        value(root, GLOBAL_VARIABLES)
                .filter(SequenceNode.class::isInstance)
                .map(list -> ((SequenceNode) list).getValue())
                .orElse(List.of())
                .stream()
                .filter(variable -> !(variable instanceof MappingNode mapping
                        && text(mapping, KEY).filter(names::contains).isPresent()))
                .forEach(variables::add);
        variables.addAll(own);
        MappingNode common = only(root, COMMON::contains);
        MappingNode withVariables = with(common, GLOBAL_VARIABLES, sequence(variables));
        MappingNode withoutVariables = only(test, key -> !key.equals(VARIABLES));
        return with(withVariables, COMMAND_TESTS, sequence(List.of(withoutVariables)));
    }

    private static Optional<Node> value(MappingNode mapping, String key) {
        return mapping.getValue().stream()
                .filter(entry -> isKey(entry, key::equals))
                .map(NodeTuple::getValueNode)
                .findFirst();
    }

    private static Optional<String> text(MappingNode mapping, String key) {
        return value(mapping, key).filter(ScalarNode.class::isInstance).map(scalar -> ((ScalarNode) scalar).getValue());
    }

    private static boolean isKey(NodeTuple entry, Predicate<String> expected) {
        return entry.getKeyNode() instanceof ScalarNode key && expected.test(key.getValue());
    }

    private static MappingNode only(MappingNode mapping, Predicate<String> keys) {
        List<NodeTuple> entries =
                mapping.getValue().stream().filter(entry -> isKey(entry, keys)).toList();
        return new MappingNode(mapping.getTag(), new ArrayList<>(entries), mapping.getFlowStyle());
    }

    private static MappingNode with(MappingNode mapping, String key, Node value) {
        List<NodeTuple> entries = new ArrayList<>(mapping.getValue());
        entries.removeIf(entry -> isKey(entry, key::equals));
        entries.add(new NodeTuple(new ScalarNode(Tag.STR, key, ScalarStyle.PLAIN), value));
        return new MappingNode(mapping.getTag(), entries, mapping.getFlowStyle());
    }

    private static SequenceNode sequence(List<Node> nodes) {
        return new SequenceNode(Tag.SEQ, nodes, FlowStyle.AUTO);
    }

    /** Keeps the style of scalars, since the tool may read a plain one, such as {@code yes}, in another way than we do. */
    private static byte[] text(Node node) {
        DumpSettings settings = DumpSettings.builder().setSplitLines(false).build();
        StringBuilder text = new StringBuilder();
        StreamDataWriter writer = new StreamDataWriter() {
            @Override
            public void write(String piece) {
                text.append(piece);
            }

            @Override
            public void write(String piece, int offset, int length) {
                text.append(piece, offset, offset + length);
            }
        };
        Emitter emitter = new Emitter(settings, writer);
        new Serialize(settings).serializeOne(node).forEach(emitter::emit);
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
