package dev.imagemanager.pipeline.diff;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.pipeline.JsonDocument;
import dev.imagemanager.pipeline.revision.Revision;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** The differences between two states of a fleet as JSON. */
public final class DiffDocument {

    private DiffDocument() {}

    /** @param withFiles whether to add the differences of generated files */
    public static ObjectNode of(ComparedFleets compared, boolean withFiles) {
        FleetDiff diff = compared.diff();
        ObjectNode document = JsonDocument.create();
        describe(document.putObject("from"), compared.before());
        describe(document.putObject("to"), compared.after());
        ArrayNode added = document.putArray("added");
        ArrayNode removed = document.putArray("removed");
        ArrayNode aliases = document.putArray("aliases");
        ArrayNode targets = document.putArray("targets");
        for (ImageDiff image : diff.images()) {
            texts(added, image.added());
            texts(removed, image.removed());
            image.aliases().forEach(alias -> {
                ObjectNode node = aliases.addObject();
                node.put("image", image.name());
                node.put("alias", alias.alias());
                describe(node, alias.tag());
                node.put("backwards", alias.isBackwards().orElse(null));
            });
            image.targets().forEach(target -> describe(targets.addObject(), target));
        }
        if (withFiles) {
            document.put(
                    "diff", diff.files().keySet().stream().map(diff::unified).collect(Collectors.joining()));
        }
        return document;
    }

    private static void describe(ObjectNode node, FleetState state) {
        node.put("revision", state.revision().map(Revision::name).orElse(null));
        node.put("commit", state.commit().orElse(null));
    }

    private static void describe(ObjectNode node, TargetDiff target) {
        node.put("target", target.target().toString());
        ArrayNode parents = node.putArray("parents");
        target.parents().forEach(change -> describe(parents.addObject(), change));
        ArrayNode bases = node.putArray("externalBases");
        target.bases().forEach(change -> describe(bases.addObject(), change));
        ArrayNode values = node.putArray("values");
        for (Map.Entry<String, Change<Object>> value : target.values().entrySet()) {
            ObjectNode change = values.addObject().put("key", value.getKey());
            change.set("from", value.getValue().before().map(ValueText::json).orElse(null));
            change.set("to", value.getValue().after().map(ValueText::json).orElse(null));
        }
        ArrayNode files = node.putArray("files");
        target.files().keySet().forEach(file -> files.add(file.toString()));
    }

    private static void describe(ObjectNode node, Change<?> change) {
        node.put("from", change.before().map(Object::toString).orElse(null));
        node.put("to", change.after().map(Object::toString).orElse(null));
    }

    private static void texts(ArrayNode array, Collection<?> values) {
        values.forEach(value -> array.add(value.toString()));
    }
}
