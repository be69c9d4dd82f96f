package dev.imagemanager.rendering;

import dev.imagemanager.model.Fleet;
import dev.imagemanager.model.Image;
import dev.imagemanager.model.Tag;
import dev.imagemanager.model.TagVersion;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.problem.Suggestion;
import dev.imagemanager.rendering.template.TemplateDataException;
import dev.imagemanager.rendering.template.TemplateObject;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The base images of the fleet: {@code images.get('base')} returns the image's only tag or its highest semantic
 * version, {@code images.get('base', '2025.09')} a specific tag. A variant gets the base's variant with the same name,
 * if there is one.
 */
final class BaseImages implements TemplateObject {

    private final Fleet fleet;
    private final Target target;
    private final boolean complete;

    /** @param complete whether the fleet was read without errors */
    BaseImages(Fleet fleet, Target target, boolean complete) {
        this.fleet = fleet;
        this.target = target;
        this.complete = complete;
    }

    @Override
    public Set<String> properties() {
        return Set.of();
    }

    @Override
    public Object property(String name) {
        throw new IllegalArgumentException(name);
    }

    @Override
    public Set<String> functions() {
        return Set.of("get");
    }

    @Override
    public Object call(String function, List<Object> arguments) {
        if (arguments.isEmpty() || arguments.size() > 2) {
            throw new TemplateDataException(
                    "images.get takes the name of a base image and an optional tag", "write images.get('base')");
        }
        String name = arguments.get(0).toString();
        if (!complete && !isMistyped(name)) {
            return name;
        }
        Image image = baseImage(name);
        return arguments.size() == 1
                ? defaultReference(image)
                : reference(image, arguments.get(1).toString());
    }

    /** Returns whether the name is misspelt, even if some images could not be read. */
    private boolean isMistyped(String name) {
        return !fleet.images().containsKey(name)
                && Suggestion.closest(name, baseImageNames()).isPresent();
    }

    private Set<String> baseImageNames() {
        return fleet.images().values().stream()
                .filter(Image::isBaseImage)
                .map(Image::name)
                .collect(Collectors.toSet());
    }

    private Image baseImage(String name) {
        Image image = fleet.images().get(name);
        if (image == null) {
            throw new TemplateDataException(
                    "there is no base image '" + name + "'", Suggestion.hint(name, baseImageNames(), "base images"));
        }
        if (!image.isBaseImage()) {
            throw new TemplateDataException(
                    "the image '" + name + "' is not a base image",
                    "write 'is_base_image: true' in "
                            + image.tags().stream()
                                    .map(tag -> tag.definition().file().toString())
                                    .distinct()
                                    .collect(Collectors.joining(" or ")));
        }
        return image;
    }

    private String defaultReference(Image image) {
        List<Tag> tags = tagsForThisTarget(image);
        if (tags.size() == 1) {
            return name(image, tags.get(0).name());
        }
        record Versioned(Tag tag, TagVersion version) {}
        return tags.stream()
                .flatMap(tag -> tag.version().stream().map(version -> new Versioned(tag, version)))
                .max(Comparator.comparing(
                                (Versioned versioned) -> !versioned.version().isPreRelease())
                        .thenComparing(Versioned::version))
                .map(versioned -> name(image, versioned.tag().name()))
                .orElseThrow(() -> new TemplateDataException(
                        "the base image '" + image.name() + "' has several tags and none is a semantic version",
                        "choose one: "
                                + tags.stream()
                                        .map(tag -> "images.get('" + image.name() + "', '" + tag.base() + "')")
                                        .collect(Collectors.joining(", "))));
    }

    private String reference(Image image, String tag) {
        Optional<String> inVariant = target.variant()
                .flatMap(variant -> image.variant(variant.name()))
                .map(variant -> tag + variant.suffix())
                .filter(name -> exists(image, name));
        return inVariant
                .or(() -> Optional.of(tag).filter(name -> exists(image, name)))
                .map(name -> name(image, name))
                .orElseThrow(() -> new TemplateDataException(
                        "the base image '" + image.name() + "' has no tag '" + tag + "'",
                        Suggestion.hint(tag, image.allTags().map(Tag::name).collect(Collectors.toSet()), "tags")));
    }

    private boolean exists(Image image, String tagOrAlias) {
        return fleet.find(new TargetName(image.name(), tagOrAlias)).isPresent();
    }

    private List<Tag> tagsForThisTarget(Image image) {
        return target.variant()
                .flatMap(variant -> image.variant(variant.name()))
                .map(variant -> variant.tags())
                .orElse(image.tags());
    }

    private static String name(Image image, String tag) {
        return new TargetName(image.name(), tag).toString();
    }
}
