package dev.imagemanager.pipeline.registry;

import dev.imagemanager.model.Fleet;
import dev.imagemanager.model.Image;
import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.model.settings.PublishPlace;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.services.Provided;
import dev.imagemanager.pipeline.services.ServiceLocator;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.problem.Suggestion;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the repositories of a fleet. Starts no service. */
@Singleton
public final class FleetRepositories {

    private final ServiceLocator locator;

    @Inject
    public FleetRepositories(ServiceLocator locator) {
        this.locator = locator;
    }

    /**
     * Returns the repositories of the images that are asked for. Repositories of several images have all of them, whichever is
     * asked for.
     *
     * @throws InputException if there is no such image, or no registry to look in
     */
    List<FleetRepository> find(Fleet fleet, RegistryQuery query) throws InterruptedException {
        requireImages(fleet, query.images());
        Map<String, FleetRepository> found = new LinkedHashMap<>();
        for (PublishPlace place : places(fleet.settings(), query)) {
            for (Image image : fleet.images().values()) {
                add(
                        found,
                        new FleetRepository(place.registry(), place.repository(image.name()), List.of(image), false));
            }
        }
        if (query.inBuildRegistry()) {
            Registry builds = buildRegistry(fleet);
            for (Image image : fleet.images().values()) {
                add(found, new FleetRepository(builds, builds.repository(image.name()), List.of(image), true));
            }
        }
        return found.values().stream()
                .filter(repository -> query.images().isEmpty()
                        || repository.images().stream()
                                .anyMatch(image -> query.images().contains(image.name())))
                .toList();
    }

    private static void add(Map<String, FleetRepository> found, FleetRepository repository) {
        found.merge(repository.toString(), repository, FleetRepositories::merge);
    }

    /** The later one has the account of the build registry. */
    private static FleetRepository merge(FleetRepository one, FleetRepository later) {
        List<Image> images = new ArrayList<>(one.images());
        later.images().stream().filter(image -> !images.contains(image)).forEach(images::add);
        return new FleetRepository(later.registry(), later.name(), images, one.isForBuilds() || later.isForBuilds());
    }

    private static void requireImages(Fleet fleet, List<String> images) {
        Problems problems = new Problems();
        images.stream()
                .filter(image -> !fleet.images().containsKey(image))
                .forEach(image -> problems.add(Problem.error("there is no image '" + image + "'")
                        .withHint(Suggestion.hint(image, fleet.images().keySet(), "images"))));
        problems.throwIfAny();
    }

    private static List<PublishPlace> places(FleetSettings settings, RegistryQuery query) {
        List<PublishPlace> places = query.from().isEmpty() && !query.inBuildRegistry()
                ? settings.publishing().destinations()
                : query.from().stream().map(settings::publishPlaceOf).toList();
        if (places.isEmpty() && !query.inBuildRegistry()) {
            throw new InputException(Problem.error("the fleet names no registry where its images are published")
                    .withHint("write 'default: true' to a registry of .image-manager.yml, or name one:"
                            + " --from registry.example.com, or --build-registry"));
        }
        return places;
    }

    private Registry buildRegistry(Fleet fleet) throws InterruptedException {
        Provided provided = locator.locate(
                ServiceName.REGISTRY, fleet.directory(), fleet.settings(), Provided.bySettings(fleet.settings()));
        Optional<Registry> registry = provided.registry();
        return registry.orElseThrow(() -> new InputException(Problem.error("the fleet has no build registry")
                .withHint("remove 'build_registry: false' from .image-manager.yml")));
    }
}
