package dev.imagemanager.pipeline.generate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.graph.Dependencies;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.Variant;
import dev.imagemanager.rendering.FilePaths;
import java.nio.file.Path;
import java.util.Collection;

/** The JSON document that describes a fleet: what {@code list} prints and {@code dist/fleet.json} holds. */
public final class FleetDocument {

    /** The version of every JSON document that the program writes. */
    public static final String API_VERSION = "image-manager/v1";

    private static final ObjectMapper JSON = new ObjectMapper();

    private FleetDocument() {}

    /** @param targets in the order in which they shall stand */
    public static ObjectNode of(GeneratedFleet generated, Collection<TargetName> targets) {
        ObjectNode document = document();
        ArrayNode list = document.putArray("targets");
        for (TargetName name : targets) {
            list.add(describe(generated, generated.fleet().targets().get(name)));
        }
        return document;
    }

    /** An empty document of this version. */
    public static ObjectNode document() {
        return JsonNodeFactory.instance.objectNode().put("apiVersion", API_VERSION);
    }

    /** Two spaces, line feeds, one at the end: the same bytes on every machine. */
    public static String print(ObjectNode document) {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(indenter);
        printer.indentArraysWith(indenter);
        try {
            return JSON.writer(printer).writeValueAsString(document) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static ObjectNode describe(GeneratedFleet generated, Target target) {
        TargetName name = target.name();
        Dependencies dependencies = generated.graph().dependenciesOf(name);
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("target", name.toString());
        node.put("image", name.image());
        node.put("tag", name.tag());
        node.put("variant", target.variant().map(Variant::name).orElse(null));
        texts(node.putArray("aliases"), target.aliases());
        texts(node.putArray("parents"), dependencies.parents().keySet());
        texts(node.putArray("externalBases"), dependencies.externalBases());
        texts(
                node.putArray("platforms"),
                target.definition().platforms().stream().sorted().toList());
        node.put("source", slashes(target.definition().file()));
        node.put("dockerfile", slashes(FilePaths.dockerfile(name)));
        node.put("test", target.tag().test().isPresent() ? slashes(FilePaths.test(name)) : null);
        return node;
    }

    private static void texts(ArrayNode array, Collection<?> values) {
        values.forEach(value -> array.add(value.toString()));
    }

    private static String slashes(Path file) {
        return file.toString().replace('\\', '/');
    }
}
