package dev.imagemanager.pipeline.publish;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.JsonDocument;
import dev.imagemanager.problem.ExitCode;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What became of a publication.
 *
 * @param isDryRun whether nothing was changed
 * @param images each in each registry, in build order
 * @param withheld the targets that are not published anywhere
 * @param problems of the publication as a whole, such as tags that could not be set back
 */
public record PublishReport(
        boolean isDryRun, List<Image> images, List<Withheld> withheld, List<Problem> problems, Duration time) {

    public PublishReport {
        images = List.copyOf(images);
        withheld = List.copyOf(withheld);
        problems = List.copyOf(problems);
    }

    /** What became of an image in a registry. */
    public enum State {
        PUBLISHED("published"),
        CURRENT("up to date"),
        PLANNED("to be published"),
        REFUSED("refused"),
        FAILED("failed"),
        HELD_BACK("not published");

        private final String words;

        State(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** What became of a tag. */
    public enum TagState {
        CURRENT("current"),
        CREATED("created"),
        MOVED("moved"),
        PLANNED("planned"),
        REFUSED("refused"),
        KEPT("kept");

        private final String word;

        TagState(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /** @param move as it was planned */
    public record Tag(TagMove move, TagState state) {}

    /**
     * An image in a registry.
     *
     * @param repository with the registry's host
     * @param digest of the index if there are several platforms, else of the manifest
     * @param sent how many bytes were sent
     * @param attached what was attached to it, in a word each
     * @param problems why it was not published
     */
    public record Image(
            TargetName target,
            String registry,
            String repository,
            Digest digest,
            Map<Platform, Digest> platforms,
            List<Tag> tags,
            long sent,
            List<String> attached,
            State state,
            List<Problem> problems) {

        public Image {
            platforms = new TreeMap<>(platforms);
            tags = List.copyOf(tags);
            attached = List.copyOf(attached);
            problems = List.copyOf(problems);
        }
    }

    /** Returns {@link ExitCode#FAILED} if something must not be published, and another code if something could not be. */
    public ExitCode exitCode() {
        boolean isRefused = !withheld.isEmpty() || images.stream().anyMatch(image -> image.state() == State.REFUSED);
        boolean hasFailed = !problems.isEmpty() || images.stream().anyMatch(image -> image.state() == State.FAILED);
        return hasFailed ? ExitCode.ENVIRONMENT : isRefused ? ExitCode.FAILED : ExitCode.OK;
    }

    public long sent() {
        return images.stream().mapToLong(Image::sent).sum();
    }

    public ObjectNode toJson() {
        ObjectNode document = JsonDocument.create();
        document.put("dryRun", isDryRun);
        document.put("milliseconds", time.toMillis());
        document.put("sentBytes", sent());
        ArrayNode list = document.putArray("images");
        images.forEach(image -> describe(image, list.addObject()));
        ArrayNode others = document.putArray("withheld");
        withheld.forEach(target -> {
            ObjectNode node = others.addObject();
            node.put("target", target.target().toString());
            node.put("reason", target.problem().message());
        });
        ArrayNode messages = document.putArray("problems");
        Stream.concat(problems.stream(), images.stream().flatMap(image -> image.problems().stream()))
                .forEach(problem -> messages.add(problem.message()));
        return document;
    }

    private static void describe(Image image, ObjectNode node) {
        node.put("target", image.target().toString());
        node.put("registry", image.registry());
        node.put("repository", image.repository());
        node.put("digest", image.digest().toString());
        ObjectNode platforms = node.putObject("platforms");
        image.platforms().forEach((platform, digest) -> platforms.put(platform.toString(), digest.toString()));
        node.put("state", image.state().toString());
        node.put("sentBytes", image.sent());
        ArrayNode attached = node.putArray("attached");
        image.attached().forEach(attached::add);
        ArrayNode tags = node.putArray("tags");
        for (Tag tag : image.tags()) {
            ObjectNode described = tags.addObject();
            described.put("tag", tag.move().tag());
            described.put("kind", tag.move().isAlias() ? "alias" : "version");
            tag.move().from().ifPresent(from -> described.put("from", from.toString()));
            described.put("to", tag.move().to().toString());
            described.put("state", tag.state().toString());
        }
    }
}
