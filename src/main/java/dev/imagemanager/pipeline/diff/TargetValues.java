package dev.imagemanager.pipeline.diff;

import dev.imagemanager.config.Entitlement;
import dev.imagemanager.config.Rebuild;
import dev.imagemanager.model.Definition;
import dev.imagemanager.model.NamedContext;
import dev.imagemanager.model.Tag;
import dev.imagemanager.model.Target;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The merged values of a target by their paths in a definition, without empty ones. */
final class TargetValues {

    private TargetValues() {}

    static SortedMap<String, Object> of(Target target) {
        Tag tag = target.tag();
        Definition definition = target.definition();
        SortedMap<String, Object> values = new TreeMap<>();
        add(values, "versions", tag.versions());
        add(values, "variables", tag.variables());
        add(values, "labels", tag.labels());
        add(values, "build_args", tag.buildArgs());
        tag.contexts().forEach((name, context) -> values.put("contexts." + name, shown(context)));
        values.put("context", definition.contextDirectory().toString());
        add(values, "platforms", definition.platforms());
        definition.build().stage().ifPresent(stage -> values.put("build.target", stage));
        add(
                values,
                "build.secrets",
                definition.build().secrets().stream().map(TargetValues::shown).toList());
        add(values, "build.ssh", definition.build().ssh());
        add(
                values,
                "build.entitlements",
                definition.build().entitlements().keySet().stream()
                        .map(Entitlement::toString)
                        .toList());
        if (definition.build().rebuild() != Rebuild.CHANGED) {
            values.put("build.rebuild", definition.build().rebuild().toString());
        }
        return values;
    }

    private static void add(Map<String, Object> values, String key, Map<String, ?> map) {
        map.forEach((name, value) -> values.put(key + "." + name, value));
    }

    private static void add(Map<String, Object> values, String key, Collection<?> list) {
        if (!list.isEmpty()) {
            List<String> texts = list.stream().map(Object::toString).toList();
            values.put(key, texts);
        }
    }

    private static String shown(NamedContext context) {
        return context instanceof NamedContext.Image image
                ? "docker-image://" + image.reference()
                : ((NamedContext.Folder) context).path().toString();
    }

    private static String shown(Definition.Secret secret) {
        return secret instanceof Definition.EnvironmentSecret variable
                ? secret.id() + " (env " + variable.variable() + ")"
                : secret.id() + " (src " + ((Definition.FileSecret) secret).file() + ")";
    }
}
