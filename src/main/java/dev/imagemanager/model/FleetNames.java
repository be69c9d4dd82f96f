package dev.imagemanager.model;

import dev.imagemanager.config.PublishedName;
import dev.imagemanager.reference.ImageReference;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The names by which Dockerfiles refer to images of the fleet: the names of the images, and the names that they have
 * where they are published.
 */
final class FleetNames {

    /** No one publishes there; the official images have other names. */
    private static final String OFFICIAL = "docker.io/library/";

    private final Collection<String> images;
    private final List<String> prefixes;

    /** @param images the names of all images */
    FleetNames(Collection<String> images, Collection<PublishedName> published) {
        this.images = images;
        this.prefixes = published.stream()
                .flatMap(name -> ImageReference.find(name.prefix() + "/x").stream())
                .map(ImageReference::repository)
                .map(repository -> repository.substring(0, repository.length() - 1))
                .filter(prefix -> !prefix.equals(OFFICIAL))
                .distinct()
                .toList();
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
        String repository = reference.repository();
        return prefixes.stream()
                .filter(repository::startsWith)
                .map(prefix -> repository.substring(prefix.length()))
                .filter(images::contains)
                .findFirst();
    }

    /** Returns the names that a target has in registries. */
    List<String> publishedNamesOf(TargetName target) {
        return prefixes.stream().map(prefix -> prefix + target).toList();
    }
}
