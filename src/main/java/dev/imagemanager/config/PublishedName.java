package dev.imagemanager.config;

import java.util.List;

/**
 * The names that the fleet's images have in a registry.
 *
 * @param prefix host and path, as in {@code registries[].url}
 * @param repository below it
 * @param isDefault whether finished images go there
 */
public record PublishedName(String prefix, RepositoryPattern repository, boolean isDefault) {

    /** Returns the name of an image. */
    public String of(String image) {
        return prefix.replaceFirst("/+$", "") + "/" + repository.of(image);
    }

    /** Returns those where finished images go; all if none is marked. */
    static List<PublishedName> chosen(List<PublishedName> all) {
        List<PublishedName> marked =
                all.stream().filter(PublishedName::isDefault).toList();
        return marked.isEmpty() ? all : marked;
    }

    static List<PublishedName> of(FleetConfig settings) {
        return chosen(settings.registries().stream()
                .filter(registry -> registry.url() != null)
                .map(registry ->
                        new PublishedName(registry.url(), settings.repositoriesIn(registry), registry.isDefault()))
                .toList());
    }
}
