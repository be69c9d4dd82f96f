package dev.imagemanager.pipeline.packages;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.pipeline.SealedDocuments;
import dev.imagemanager.pipeline.generate.FleetGenerator;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.pipeline.schedule.Scheduler;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Searches the SBOMs of all targets of a fleet. Each is read once. Changes nothing, and needs no services. */
@ApplicationScoped
public final class PackageSearch {

    private final FleetGenerator generator;
    private final SealedDocuments documents;

    @Inject
    public PackageSearch(FleetGenerator generator, SealedDocuments documents) {
        this.generator = generator;
        this.documents = documents;
    }

    /** @param packages of one image that were found; empty if it has no SBOM */
    private record Searched(ListedImage image, Optional<List<ListedPackage>> packages) {}

    /**
     * @param directory the fleet's directory
     * @param listener receives notes about records that are not used
     * @throws dev.imagemanager.problem.InputException if the fleet's files are not valid
     */
    public PackageMatches search(Path directory, PackageQuery query, PipelineListener listener)
            throws InterruptedException {
        GeneratedFleet fleet = generator.generate(directory);
        FleetPackages packages = new FleetPackages(fleet, documents, listener);
        List<TargetName> targets =
                fleet.graph().inBuildOrder(fleet.fleet().targets().keySet());
        Map<TargetName, Set<TargetName>> order = new LinkedHashMap<>();
        targets.forEach(target -> order.put(target, Set.of()));
        Map<TargetName, List<Searched>> found = new ConcurrentHashMap<>();
        new Scheduler<>(order).runAll(target -> found.put(target, search(target, query, packages)));
        return matches(targets, found);
    }

    private static List<Searched> search(TargetName target, PackageQuery query, FleetPackages packages) {
        Map<Platform, Digest> images = packages.images(target).orElse(Map.of());
        return images.entrySet().stream()
                .map(entry -> new ListedImage(target, entry.getKey(), entry.getValue()))
                .map(image -> new Searched(image, packages.packages(image).map(all -> all.stream()
                        .filter(query::matches)
                        .toList())))
                .toList();
    }

    private static PackageMatches matches(List<TargetName> targets, Map<TargetName, List<Searched>> found) {
        List<PackageMatches.Match> matches = new ArrayList<>();
        List<TargetName> unknown = new ArrayList<>();
        int images = 0;
        for (TargetName target : targets) {
            List<Searched> ofTarget = found.get(target);
            for (Searched searched : ofTarget) {
                images += searched.packages().isPresent() ? 1 : 0;
                searched.packages()
                        .orElse(List.of())
                        .forEach(listed -> matches.add(new PackageMatches.Match(searched.image(), listed)));
            }
            if (ofTarget.isEmpty()
                    || ofTarget.stream()
                            .anyMatch(searched -> searched.packages().isEmpty())) {
                unknown.add(target);
            }
        }
        return new PackageMatches(matches, images, unknown);
    }
}
