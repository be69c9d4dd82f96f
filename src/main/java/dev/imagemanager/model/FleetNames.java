package dev.imagemanager.model;

import dev.imagemanager.config.PublishedName;
import dev.imagemanager.reference.ImageReference;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The names by which Dockerfiles refer to images of the fleet: the names of the images, and the names that they have
 * where they are published.
 */
final class FleetNames {

    /** No one publishes there; the official images have other names. */
    private static final String OFFICIAL = "docker.io/library/";

    private final Collection<String> images;
    private final List<PublishedName> published;

    /** repository, with its registry → image */
    private final Map<String, String> imagesByRepository = new HashMap<>();

    /** @param images the names of all images */
    FleetNames(Collection<String> images, Collection<PublishedName> published) {
        this.images = images;
        this.published = List.copyOf(published);
        for (PublishedName name : published) {
            for (String image : images) {
                ImageReference.find(name.of(image))
                        .map(ImageReference::repository)
                        .filter(repository -> !repository.equals(OFFICIAL + image))
                        .ifPresent(repository -> imagesByRepository.putIfAbsent(repository, image));
            }
        }
    }

    /**
     * Returns the name of the target that a reference means; the fleet has the image, but may not have the tag. Empty
     * if it is not the name of an image of the fleet, or has a digest.
     */
    Optional<TargetName> of(ImageReference reference) {
        if (reference.digest().isPresent()) {
            return Optional.empty();
        }
        String written = reference.registry().map(host -> host + "/").orElse("") + reference.name();
        return Optional.of(written)
                .filter(images::contains)
                .or(() -> published(reference))
                .map(image -> new TargetName(image, reference.tagOrDefault()));
    }

    private Optional<String> published(ImageReference reference) {
        return Optional.ofNullable(imagesByRepository.get(reference.repository()));
    }

    /** Returns the names that a target has in registries. */
    List<String> publishedNamesOf(TargetName target) {
        return published.stream()
                .flatMap(name -> ImageReference.find(name.of(target.image())).stream())
                .map(ImageReference::repository)
                .filter(repository -> !repository.equals(OFFICIAL + target.image()))
                .distinct()
                .map(repository -> repository + ":" + target.tag())
                .toList();
    }
}
