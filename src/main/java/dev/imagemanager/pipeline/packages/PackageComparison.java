package dev.imagemanager.pipeline.packages;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.pipeline.SealedDocuments;
import dev.imagemanager.pipeline.TargetSelector;
import dev.imagemanager.pipeline.generate.FleetGenerator;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.problem.Excerpt;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.ImageReference;
import dev.imagemanager.reference.Platform;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Compares the packages of two images by their SBOMs in {@code dist/}. Changes nothing, and needs no services. */
@ApplicationScoped
public final class PackageComparison {

    private final FleetGenerator generator;
    private final SealedDocuments documents;

    @Inject
    public PackageComparison(FleetGenerator generator, SealedDocuments documents) {
        this.generator = generator;
        this.documents = documents;
    }

    /**
     * The result.
     *
     * @param diffs one for each platform that both have
     * @param notes about platforms that were not compared
     */
    public record Compared(List<PackageDiff> diffs, List<Problem> notes) {
        public Compared {
            diffs = List.copyOf(diffs);
            notes = List.copyOf(notes);
        }

        public boolean isEmpty() {
            return diffs.stream().allMatch(PackageDiff::isEmpty);
        }
    }

    /**
     * @param directory the fleet's directory
     * @param before a target, a digest, or a reference with a digest
     * @param listener receives notes about records that are not used
     * @throws InputException if the fleet's files are not valid, or one of both is not known or has no SBOM
     */
    public Compared compare(Path directory, String before, String after, PipelineListener listener) {
        GeneratedFleet fleet = generator.generate(directory);
        FleetPackages packages = new FleetPackages(fleet, documents, listener);
        Problems problems = new Problems();
        Side old = side(before, fleet, packages, problems);
        Side current = side(after, fleet, packages, problems);
        problems.throwIfAny();
        return compare(old, current);
    }

    /** An image for each platform, and its packages. */
    private record Side(String text, SortedMap<Platform, ListedImage> images, FleetPackages source) {

        List<ListedPackage> packages(ListedImage image) {
            return source.packages(image)
                    .orElseThrow(() -> new InputException(withoutSbom(image.target(), image.platform())));
        }
    }

    private static Side side(String text, GeneratedFleet fleet, FleetPackages packages, Problems problems) {
        SortedMap<Platform, ListedImage> images = new TreeMap<>();
        try {
            digest(text)
                    .map(digest -> ofDigest(text, digest, fleet, packages))
                    .orElseGet(() -> ofTarget(text, fleet, packages))
                    .forEach(image -> images.putIfAbsent(image.platform(), image));
        } catch (InputException invalid) {
            problems.addAll(invalid.problems());
        }
        return new Side(text, images, packages);
    }

    private static Optional<Digest> digest(String text) {
        return Digest.find(text).or(() -> ImageReference.find(text).flatMap(ImageReference::digest));
    }

    private static List<ListedImage> ofDigest(
            String text, Digest digest, GeneratedFleet fleet, FleetPackages packages) {
        List<ListedImage> images = fleet.fleet().targets().keySet().stream()
                .flatMap(target -> packages.scanned(target, digest).stream())
                .toList();
        if (images.isEmpty()) {
            throw new InputException(Problem.error("no SBOM in dist is about " + Excerpt.of(text))
                    .withHint("only the images that were scanned last have SBOMs: 'image-manager sbom' makes them"));
        }
        return images;
    }

    private static List<ListedImage> ofTarget(String text, GeneratedFleet fleet, FleetPackages packages) {
        List<TargetName> targets = new TargetSelector(List.of(text), false, false).select(fleet.fleet(), fleet.graph());
        if (targets.size() > 1) {
            throw new InputException(
                    Problem.error(Excerpt.of(text) + " is " + targets.size() + " targets, and one is compared with one")
                            .withHint("name one of them, such as " + targets.get(0)));
        }
        TargetName target = targets.get(0);
        Map<Platform, Digest> images = packages.images(target)
                .orElseThrow(() ->
                        new InputException(Problem.error("there is no image of " + target + ": it was not built here")
                                .withHint("build it, and list its packages: image-manager build " + target
                                        + " && image-manager sbom " + target)));
        List<ListedImage> listed = new ArrayList<>();
        images.forEach((platform, digest) -> listed.add(new ListedImage(target, platform, digest)));
        return listed;
    }

    private static Problem withoutSbom(TargetName target, Platform platform) {
        return Problem.error("there is no SBOM of the last build of " + target + " for " + platform)
                .withHint("make it first: image-manager sbom " + target);
    }

    /** Images for one platform each are compared whatever the platforms are. */
    private static Compared compare(Side before, Side after) {
        if (before.images().size() == 1 && after.images().size() == 1) {
            return new Compared(
                    List.of(diff(
                            before,
                            before.images().get(before.images().firstKey()),
                            after,
                            after.images().get(after.images().firstKey()))),
                    List.of());
        }
        Set<Platform> common = new TreeSet<>(before.images().keySet());
        common.retainAll(after.images().keySet());
        if (common.isEmpty()) {
            throw new InputException(Problem.error(before.text() + " and " + after.text()
                            + " have no platform in common: "
                            + shown(before.images().keySet()) + " and "
                            + shown(after.images().keySet()))
                    .withHint("compare two images by their digests, which are in dist/<name>/<tag>/sbom.json"));
        }
        List<Problem> notes = new ArrayList<>();
        noteOthers(before, common, notes);
        noteOthers(after, common, notes);
        return new Compared(
                common.stream()
                        .map(platform -> diff(
                                before,
                                before.images().get(platform),
                                after,
                                after.images().get(platform)))
                        .toList(),
                notes);
    }

    private static void noteOthers(Side side, Set<Platform> common, List<Problem> notes) {
        Set<Platform> others = new TreeSet<>(side.images().keySet());
        others.removeAll(common);
        if (!others.isEmpty()) {
            notes.add(Problem.note("not compared: only " + side.text() + " has an image for " + shown(others)));
        }
    }

    private static String shown(Set<Platform> platforms) {
        return platforms.stream().map(Platform::toString).collect(Collectors.joining(", "));
    }

    private static PackageDiff diff(Side before, ListedImage old, Side after, ListedImage current) {
        return PackageDiff.of(old, before.packages(old), current, after.packages(current));
    }
}
