package dev.imagemanager.pipeline.measure;

import dev.imagemanager.model.MeasuredAlias;
import dev.imagemanager.model.Snapshot;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.PublishPlace;
import dev.imagemanager.pipeline.SealedDocuments;
import dev.imagemanager.pipeline.build.ImageArchives;
import dev.imagemanager.pipeline.schedule.Scheduler;
import dev.imagemanager.pipeline.step.StepContext;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Finds the measured aliases of images. What was found in an image once is not looked for again. */
@ApplicationScoped
public final class AliasMeasurer {

    private final ImageMeasurer imageMeasurer;
    private final SealedDocuments documents;

    @Inject
    public AliasMeasurer(ImageMeasurer imageMeasurer, SealedDocuments documents) {
        this.imageMeasurer = imageMeasurer;
        this.documents = documents;
    }

    /** Reads the labels of an image. */
    public interface Labels {

        /**
         * @param image of the fleet
         * @param manifest of a platform
         * @throws dev.imagemanager.problem.EnvironmentException if they cannot be read
         */
        Map<String, String> of(String image, Digest manifest) throws InterruptedException;
    }

    /**
     * Where images are, and what their aliases are for.
     *
     * @param archives for where the daemon does not pull images
     * @param place that has the images; empty for the build registry
     * @param snapshot that follows all tags
     */
    public record Setting(
            StepContext context,
            ImageArchives archives,
            Labels labels,
            Optional<PublishPlace> place,
            Optional<Snapshot> snapshot) {}

    /**
     * Starts the Docker daemon for tests if it is needed.
     *
     * @param images in build order
     * @throws dev.imagemanager.problem.EnvironmentException if there is no Docker daemon, and one is needed
     */
    public MeasuredAliases measure(List<MeasuredImage> images, Setting setting) throws InterruptedException {
        List<MeasuredImage> measured =
                images.stream().filter(image -> !image.patterns().isEmpty()).toList();
        if (measured.isEmpty()) {
            return new MeasuredAliases(Map.of(), Map.of());
        }
        Map<TargetName, Map<MeasuredAlias, String>> found = new ConcurrentHashMap<>();
        Map<TargetName, Problem> failures = new ConcurrentHashMap<>();
        StepContext context = setting.context();
        try (LazyMeasurer daemon = new LazyMeasurer(imageMeasurer, context, setting.place())) {
            TargetMeasurer measurer =
                    new TargetMeasurer(setting, daemon, new Measurements(context.output(), documents), documents);
            Scheduler.ofIndependent(measured).runAll(context.jobs(), image -> {
                try {
                    found.put(image.name(), measurer.measure(image));
                } catch (TargetMeasurer.NoAliasException failure) {
                    failures.put(image.name(), failure.problem());
                }
            });
        } finally {
            setting.archives().finish(context);
        }
        AliasClaims claims = new AliasClaims(context.fleet().fleet(), setting.snapshot());
        measured.forEach(image ->
                Optional.ofNullable(found.get(image.name())).ifPresent(aliases -> claims.add(image.target(), aliases)));
        Map<TargetName, Problem> all = new LinkedHashMap<>(failures);
        all.putAll(claims.problems());
        return new MeasuredAliases(claims.aliases(), all);
    }
}
