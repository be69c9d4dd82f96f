package dev.imagemanager.pipeline.generate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.graph.Dependencies;
import dev.imagemanager.graph.DependencyGraph;
import dev.imagemanager.model.Fleet;
import dev.imagemanager.model.MeasuredAlias;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.Variant;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.pipeline.JsonDocument;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/** The JSON document that describes a fleet: the output of {@code list} and the content of {@code dist/fleet.json}. */
public final class FleetDocument {

    private FleetDocument() {}

    /** @param targets in output order */
    public static ObjectNode of(Fleet fleet, DependencyGraph graph, Collection<TargetName> targets) {
        ObjectNode document = JsonDocument.create();
        ArrayNode list = document.putArray("targets");
        for (TargetName name : targets) {
            list.add(describe(fleet.targets().get(name), graph.dependenciesOf(name)));
        }
        return document;
    }

    private static ObjectNode describe(Target target, Dependencies dependencies) {
        TargetName name = target.name();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("target", name.toString());
        node.put("image", name.image());
        node.put("tag", name.tag());
        node.put("variant", target.variant().map(Variant::name).orElse(null));
        texts(node.putArray("aliases"), target.aliases());
        List<String> measured = target.tag().measuredAliases().stream()
                .map(MeasuredAlias::pattern)
                .toList();
        if (!measured.isEmpty()) {
            texts(node.putArray("measuredAliases"), measured);
        }
        texts(node.putArray("parents"), dependencies.parents().keySet());
        texts(node.putArray("externalBases"), dependencies.externalBases());
        texts(
                node.putArray("platforms"),
                target.definition().platforms().stream().sorted().toList());
        node.put("source", slashes(target.definition().file()));
        node.put("dockerfile", slashes(OutputPaths.dockerfile(name)));
        node.put("test", target.tag().test().isPresent() ? slashes(OutputPaths.test(name)) : null);
        return node;
    }

    private static void texts(ArrayNode array, Collection<?> values) {
        values.forEach(value -> array.add(value.toString()));
    }

    private static String slashes(Path file) {
        return file.toString().replace('\\', '/');
    }
}
