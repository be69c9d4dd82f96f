package dev.imagemanager.pipeline.publish;

import dev.imagemanager.model.Fleet;
import dev.imagemanager.model.Snapshot;
import dev.imagemanager.model.Tag;
import dev.imagemanager.model.TagVersion;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.ImageAnnotations;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides which tags move. Changes nothing. Safe for use by several threads. */
final class MovePlanner {

    private final Fleet fleet;
    private final Optional<Snapshot> snapshot;
    private final boolean mayOverwrite;

    MovePlanner(Fleet fleet, Optional<Snapshot> snapshot, boolean mayOverwrite) {
        this.fleet = fleet;
        this.snapshot = snapshot;
        this.mayOverwrite = mayOverwrite;
    }

    Publication plan(PublishableImage image, ImageRegistries.Destination destination) throws InterruptedException {
        Target target = image.target();
        List<TagMove> moves = new ArrayList<>();
        moves.add(move(image, destination, target.name().tag(), false));
        for (String alias : target.aliases()) {
            moves.add(move(image, destination, alias, true));
        }
        for (String alias : image.measuredAliases()) {
            moves.add(move(image, destination, alias, true));
        }
        return new Publication(image, destination, moves);
    }

    private TagMove move(PublishableImage image, ImageRegistries.Destination destination, String name, boolean isAlias)
            throws InterruptedException {
        String repository = image.target().name().image();
        String tag = Snapshot.tag(snapshot, name);
        Optional<Digest> from = destination.digestOf(repository, tag);
        boolean isFree = from.isEmpty() || from.get().equals(image.digest()) || mayOverwrite || snapshot.isPresent();
        Optional<Problem> refusal = Optional.empty();
        if (!isFree) {
            refusal = isAlias
                    ? alias(image, destination, tag, from.get())
                    : immutable(image, destination, tag, from.get());
        }
        return new TagMove(tag, isAlias, from, image.digest(), refusal);
    }

    private Optional<Problem> immutable(
            PublishableImage image, ImageRegistries.Destination destination, String tag, Digest from) {
        Tag own = image.target().tag();
        if (!destination.place().hasImmutableTags() || own.version().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Problem.error("the tag " + tag + " of " + repository(image, destination)
                        + " must not change: it stands for " + from + ", and " + image.target() + " is now "
                        + image.digest())
                .withHint(
                        "give the image another tag; or use --overwrite, or 'immutable_tags: false' for the registry"));
    }

    private Optional<Problem> alias(
            PublishableImage image, ImageRegistries.Destination destination, String alias, Digest from)
            throws InterruptedException {
        Optional<String> before = destination.versionOf(image.target().name().image(), from);
        Optional<Problem> taken = before.filter(version -> version.equals(alias)
                        && destination.place().hasImmutableTags()
                        && version(image.target(), version).isPresent())
                .map(version -> Problem.error("the tag " + alias + " of " + repository(image, destination)
                                + " must not change: it stands for the version " + version + " (" + from
                                + "), and is an alias of " + image.target() + " (" + image.digest() + ") now")
                        .withHint("give the alias another name; or use --overwrite, or 'immutable_tags: false' for the"
                                + " registry"));
        return taken.isPresent() ? taken : backwards(image, destination, alias, from, before);
    }

    private Optional<Problem> backwards(
            PublishableImage image,
            ImageRegistries.Destination destination,
            String alias,
            Digest from,
            Optional<String> written) {
        Target target = image.target();
        Optional<TagVersion> now = version(
                target,
                target.tag()
                        .labels()
                        .getOrDefault(ImageAnnotations.VERSION, target.name().tag()));
        if (now.isEmpty()) {
            return Optional.empty();
        }
        Optional<TagVersion> before = written.flatMap(text -> version(target, text));
        return before.filter(old -> now.get().isBefore(old))
                .map(old -> Problem.error("the alias " + alias + " of " + repository(image, destination)
                                + " would move back from " + written.get() + " (" + from + ") to "
                                + target.name().tag()
                                + " (" + image.digest() + ")")
                        .withHint("use --overwrite if that is meant"));
    }

    /** @param text the version in a label, which is the tag unless the definition says something else */
    private Optional<TagVersion> version(Target target, String text) {
        return TargetName.find(target.name().image(), text)
                .flatMap(name -> Optional.ofNullable(fleet.targets().get(name)))
                .flatMap(known -> known.tag().version())
                .or(() -> TagVersion.ofSemantic(text));
    }

    private static String repository(PublishableImage image, ImageRegistries.Destination destination) {
        return destination.place().qualifiedRepository(image.target().name().image());
    }
}
