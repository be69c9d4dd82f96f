package dev.imagemanager.pipeline.measure;

import dev.imagemanager.config.Patterns;
import dev.imagemanager.model.MeasuredAlias;
import dev.imagemanager.pipeline.SealedDocuments;
import dev.imagemanager.pipeline.build.BuildRecords;
import dev.imagemanager.pipeline.measure.ImageMeasurer.MeasurementException;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Excerpt;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Grammar;
import dev.imagemanager.reference.Platform;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds the aliases of one image after another. Safe for use by several threads. */
final class TargetMeasurer {

    private final AliasMeasurer.Setting setting;
    private final LazyMeasurer daemon;
    private final Measurements measurements;
    private final SealedDocuments documents;

    TargetMeasurer(
            AliasMeasurer.Setting setting, LazyMeasurer daemon, Measurements measurements, SealedDocuments documents) {
        this.setting = setting;
        this.daemon = daemon;
        this.measurements = measurements;
        this.documents = documents;
    }

    /** An image has no alias that can be given. */
    static final class NoAliasException extends Exception {

        private static final long serialVersionUID = 1;

        private final transient Problem problem;

        NoAliasException(Problem problem) {
            super(problem.message());
            this.problem = problem;
        }

        Problem problem() {
            return problem;
        }
    }

    /**
     * Returns the aliases of an image, each a valid tag, and remembers what was found.
     *
     * @throws EnvironmentException if there is no Docker daemon
     */
    Map<MeasuredAlias, String> measure(MeasuredImage image) throws InterruptedException, NoAliasException {
        Map<MeasuredAlias.Source, String> known = measurements
                .read(image.name(), image.digest())
                .map(Measurement::outputs)
                .orElse(Map.of());
        Map<MeasuredAlias.Source, String> outputs = new LinkedHashMap<>();
        Map<MeasuredAlias, String> aliases = new LinkedHashMap<>();
        try {
            for (MeasuredAlias alias : image.patterns()) {
                String output =
                        outputs.containsKey(alias.source()) ? outputs.get(alias.source()) : known.get(alias.source());
                if (output == null) {
                    output = measure(image, alias);
                }
                aliases.put(alias, checked(image, alias, output));
                outputs.put(alias.source(), output);
            }
        } finally {
            if (!outputs.isEmpty() && !outputs.equals(known)) {
                measurements.write(new Measurement(image.name(), image.digest(), outputs));
            }
        }
        return aliases;
    }

    private String measure(MeasuredImage image, MeasuredAlias alias) throws InterruptedException, NoAliasException {
        ImageMeasurer.Measurer measurer =
                alias.source() instanceof MeasuredAlias.InContainer ? daemon.connected() : null;
        try {
            String text = alias.source() instanceof MeasuredAlias.InContainer source
                    ? measure(image, source, measurer)
                    : label(image, (MeasuredAlias.Label) alias.source());
            return text.lines().findFirst().orElse("").strip();
        } catch (MeasurementException | EnvironmentException failure) {
            String reason = failure instanceof EnvironmentException known
                    ? known.problems().get(0).message()
                    : failure.getMessage();
            throw failure(image, alias, reason, failure);
        }
    }

    private String measure(MeasuredImage image, MeasuredAlias.InContainer source, ImageMeasurer.Measurer measurer)
            throws InterruptedException, MeasurementException {
        Platform platform = platform(image, source, measurer);
        Digest digest = image.platforms().get(platform);
        return measurer.measure(new ImageMeasurer.Request(
                image.name(), platform, digest, () -> archive(image, platform, digest), source));
    }

    /** Returns the platform that the daemon can run, by its processor if possible. Files can be read of each. */
    private static Platform platform(
            MeasuredImage image, MeasuredAlias.InContainer source, ImageMeasurer.Measurer measurer)
            throws InterruptedException, MeasurementException {
        Set<Platform> platforms = image.platforms().keySet();
        Optional<Platform> own = platforms.stream()
                .filter(platform -> platform.isSameMachine(measurer.platform()))
                .min(Comparator.comparing(platform -> !platform.equals(measurer.platform())));
        if (own.isPresent() || source instanceof MeasuredAlias.File) {
            return own.orElseGet(image.platforms()::firstKey);
        }
        for (Platform platform : platforms) {
            if (measurer.runs(platform)) {
                return platform;
            }
        }
        throw new MeasurementException("the Docker daemon runs " + measurer.platform() + ", without emulation for "
                + platforms.stream().map(Platform::toString).collect(Collectors.joining(", ")));
    }

    private Path archive(MeasuredImage image, Platform platform, Digest digest) throws InterruptedException {
        boolean isThere = new BuildRecords(setting.context().output(), documents, event -> {})
                .read(image.name())
                .filter(built -> digest.equals(built.images().get(platform)))
                .isPresent();
        if (!isThere) {
            throw new EnvironmentException(Problem.error(
                    "the Docker daemon does not pull it, and it was not built or tested in this directory"));
        }
        return setting.context().output().path(setting.archives().require(setting.context(), image.name(), platform));
    }

    private String label(MeasuredImage image, MeasuredAlias.Label label)
            throws InterruptedException, MeasurementException {
        Set<String> values = new TreeSet<>();
        for (Digest manifest : image.platforms().values()) {
            String value = setting.labels().of(image.name().image(), manifest).get(label.key());
            if (value == null) {
                throw new MeasurementException("it has no " + Excerpt.of(label.key()));
            }
            values.add(value);
        }
        if (values.size() > 1) {
            throw new MeasurementException("it is not the same for all platforms: "
                    + values.stream().map(Excerpt::of).collect(Collectors.joining(", ")));
        }
        return values.iterator().next();
    }

    private String checked(MeasuredImage image, MeasuredAlias alias, String output) throws NoAliasException {
        if (output.isEmpty()) {
            throw failure(image, alias, "it is empty", null);
        }
        String tag = alias.alias(output);
        if (!Grammar.isTagOfImage(tag)) {
            String rule = Grammar.isTag(tag) ? Patterns.RESERVED_TAG_RULE : Patterns.TAG_RULE;
            throw failure(image, alias, Excerpt.of(setting.context().mask().apply(tag)) + " " + rule, null);
        }
        return tag;
    }

    private NoAliasException failure(MeasuredImage image, MeasuredAlias alias, String reason, Exception cause) {
        NoAliasException failure = new NoAliasException(Problem.error(
                        alias.writtenAt(),
                        image.name() + " is not published: the alias " + Excerpt.of(alias.pattern())
                                + " cannot be made of " + alias.source() + ": "
                                + setting.context().mask().apply(reason))
                .withHint("change what the image has, or the alias"));
        if (cause != null) {
            failure.initCause(cause);
        }
        return failure;
    }
}
