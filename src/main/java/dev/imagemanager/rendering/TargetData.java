package dev.imagemanager.rendering;

import dev.imagemanager.model.Image;
import dev.imagemanager.model.Tag;
import dev.imagemanager.model.TagVersion;
import dev.imagemanager.model.Target;
import dev.imagemanager.reference.Platform;
import dev.imagemanager.rendering.template.TemplateObject;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The data of templates for one target. */
final class TargetData {

    private TargetData() {}

    /** @param aliases all aliases of the image: alias → tag */
    static Map<String, Object> of(Target target, Map<String, String> aliases, BaseImages images) {
        Image image = target.image();
        Tag tag = target.tag();
        Map<String, Object> imageData = new LinkedHashMap<>();
        imageData.put("name", image.name());
        imageData.put("description", emptyToNull(tag.definition().description()));
        imageData.put("aliases", aliases);

        Map<String, Object> tagData = new LinkedHashMap<>();
        tagData.put("name", tag.name());
        tagData.put("base", tag.base());
        tagData.put("version", tag.version().map(VersionParts::new).orElse(null));
        tagData.put("versions", tag.versions());
        tagData.put("variables", tag.variables());

        Map<String, Object> data = new HashMap<>();
        data.put("image", new Properties(imageData, Optional.of(image.name())));
        data.put("tag", new Properties(tagData, Optional.of(tag.name())));
        data.put(
                "variant",
                target.variant()
                        .map(variant -> new Properties(
                                Map.of("name", variant.name(), "suffix", variant.suffix()),
                                Optional.of(variant.name())))
                        .orElse(null));
        data.put("versions", tag.versions());
        data.put("variables", tag.variables());
        data.put("images", images);
        data.put(
                "platforms",
                tag.definition().platforms().stream().map(Platform::toString).toList());
        return data;
    }

    private static String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private record Properties(Map<String, Object> values, Optional<String> text) implements TemplateObject {
        @Override
        public Set<String> properties() {
            return values.keySet();
        }

        @Override
        public Object property(String name) {
            return values.get(name);
        }
    }

    private record VersionParts(TagVersion version) implements TemplateObject {

        private static final Map<String, Integer> NUMBERS = Map.of("major", 0, "minor", 1, "patch", 2);

        @Override
        public Set<String> properties() {
            return NUMBERS.keySet();
        }

        @Override
        public Object property(String name) {
            int index = NUMBERS.get(name);
            return index < version.numbers().size() ? version.numbers().get(index) : null;
        }

        @Override
        public Optional<String> text() {
            return Optional.of(version.text());
        }
    }
}
