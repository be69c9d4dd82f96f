package dev.imagemanager.pipeline.build;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.output.OutputDirectory;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.pipeline.JsonDocument;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.pipeline.SealedDocuments;
import dev.imagemanager.pipeline.build.BaseImageResolver.Resolution;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.ImageReference;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The digests of external images. Remembers what registries said, in {@code dist/}, so that a fleet without changes needs
 * no network. Safe for use by several threads.
 */
final class BaseDigests {

    /**
     * How long the last known digest is taken. Long enough for a journey, and for a registry to be repaired; not so long that
     * updates of bases are missed for ever if nobody reads the notes.
     */
    static final Duration LIFETIME = Duration.ofDays(7);

    /** A digest that was confirmed again is only written again after this time. */
    private static final Duration PRECISION = Duration.ofHours(1);

    private static final String KIND = "digests of bases";
    private static final String BASES = "bases";

    private final BaseImageResolver resolver;
    private final FleetSettings settings;
    private final OutputDirectory output;
    private final SealedDocuments documents;
    private final PipelineListener listener;
    private final Clock clock;
    private final SortedMap<String, Known> known;
    private final Set<ImageReference> notedTaken = ConcurrentHashMap.newKeySet();
    private final Set<ImageReference> notedUnknown = ConcurrentHashMap.newKeySet();
    private final Set<String> notedReasons = ConcurrentHashMap.newKeySet();
    private boolean isChanged;

    /**
     * @param settings of registries and mirrors
     * @param listener receives a note about each digest that cannot be looked up
     */
    BaseDigests(
            BaseImageResolver resolver,
            FleetSettings settings,
            OutputDirectory output,
            SealedDocuments documents,
            PipelineListener listener,
            Clock clock) {
        this.resolver = resolver;
        this.settings = settings;
        this.output = output;
        this.documents = documents;
        this.listener = listener;
        this.clock = clock;
        this.known = read();
    }

    /** @param confirmed when a registry said so */
    private record Known(Digest digest, Instant confirmed) {}

    /** The digest of an image, or why there is none. */
    sealed interface Found {

        /** A registry said so now. */
        record Confirmed(Digest digest) implements Found {}

        /**
         * No registry can be asked.
         *
         * @param confirmed when a registry said so
         */
        record LastKnown(Digest digest, Instant confirmed, String reason) implements Found {}

        /** @param reason a clause */
        record Unknown(String reason) implements Found {}
    }

    Found find(ImageReference image) throws InterruptedException {
        Resolution resolution = resolver.resolve(image, settings);
        if (resolution instanceof Resolution.Found found) {
            if (image.digest().isEmpty()) {
                remember(image, found.digest());
            }
            return new Found.Confirmed(found.digest());
        }
        Resolution.NotFound missing = (Resolution.NotFound) resolution;
        return missing.isOffline()
                ? last(image)
                        .<Found>map(last -> new Found.LastKnown(last.digest(), last.confirmed(), missing.reason()))
                        .orElseGet(() -> new Found.Unknown(missing.reason()))
                : new Found.Unknown(missing.reason());
    }

    private synchronized Optional<Known> last(ImageReference image) {
        return Optional.ofNullable(known.get(image.toString()))
                .filter(last ->
                        Duration.between(last.confirmed(), clock.instant()).compareTo(LIFETIME) < 0);
    }

    private synchronized void remember(ImageReference image, Digest digest) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Known before = known.get(image.toString());
        if (before == null
                || !before.digest().equals(digest)
                || Duration.between(before.confirmed(), now).abs().compareTo(PRECISION) >= 0) {
            known.put(image.toString(), new Known(digest, now));
            isChanged = true;
        }
    }

    /** Notes, once for each image, that the last known digest was taken. */
    void noteTaken(ImageReference image, Found.LastKnown last) {
        note(
                notedTaken,
                image,
                Problem.note("offline: the digest of " + image + " cannot be looked up, so the one of "
                                + last.confirmed() + " is taken: " + last.reason())
                        .withHint("what builds on it counts as up to date if nothing else changed, for "
                                + LIFETIME.toDays() + " days at most; --force builds it"));
    }

    /** Notes, once for each image, that its digest is not known. */
    void noteUnknown(ImageReference image, String reason) {
        notedReasons.add(unknown(image, reason));
        note(
                notedUnknown,
                image,
                Problem.note("the digest of " + image
                                + " cannot be looked up, so what builds on it is built every time: " + reason)
                        .withHint("check the network, the account and the mirrors with 'image-manager doctor', or write"
                                + " the digest into the Dockerfile: NAME@sha256:…"));
    }

    /** Returns whether a reason of {@link #unknown} was noted, for all that builds on the image. */
    boolean hasNoted(String reason) {
        return notedReasons.contains(reason);
    }

    /** Returns the reason why the key of a build is not known. */
    static String unknown(ImageReference image, String reason) {
        return "the digest of " + image + " is not known: " + reason;
    }

    private void note(Set<ImageReference> noted, ImageReference image, Problem note) {
        if (noted.add(image)) {
            listener.on(new PipelineEvent.Noted(note));
        }
    }

    /** Stores what registries said. */
    synchronized void store() {
        if (!isChanged) {
            return;
        }
        ObjectNode document = JsonDocument.create();
        ObjectNode bases = document.putObject(BASES);
        known.forEach((image, digest) -> bases.putObject(image)
                .put("digest", digest.digest().toString())
                .put("confirmed", digest.confirmed().toString()));
        output.write(OutputPaths.BASE_DIGESTS, documents.print(KIND, document));
        isChanged = false;
    }

    /** A document that others wrote, or that is damaged, is ignored: it is written again by this command. */
    private SortedMap<String, Known> read() {
        SortedMap<String, Known> bases = new TreeMap<>();
        output.content(OutputPaths.BASE_DIGESTS)
                .flatMap(json -> documents.read(KIND, json))
                .ifPresent(document -> document.path(BASES).properties().forEach(base -> known(base.getValue())
                        .ifPresent(digest -> bases.put(base.getKey(), digest))));
        return bases;
    }

    private static Optional<Known> known(JsonNode base) {
        try {
            Instant confirmed = Instant.parse(base.path("confirmed").asText());
            return Digest.find(base.path("digest").asText()).map(digest -> new Known(digest, confirmed));
        } catch (DateTimeException damaged) {
            return Optional.empty();
        }
    }
}
