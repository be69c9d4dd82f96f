package dev.imagemanager.model;

import dev.imagemanager.problem.Excerpt;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.reference.Grammar;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A name for images that are not final, such as those of a pull request: it follows all tags that are set, so that the tags
 * themselves stay what they are.
 *
 * @param id valid at the end of a tag
 */
public record Snapshot(String id) {

    private static final String FORM = "[A-Za-z0-9][A-Za-z0-9_.-]*";

    /** OCI Distribution Specification 1.1, "Pulling manifests": the most characters of a tag. */
    private static final int LONGEST_TAG = 128;

    /** @throws dev.imagemanager.problem.InputException if it cannot be the end of a tag */
    public static Snapshot parse(String id) {
        if (!id.matches(FORM) || id.length() > LONGEST_TAG) {
            throw new InputException(Problem.error("the snapshot " + Excerpt.of(id) + " cannot be the end of a tag")
                    .withHint("use letters, digits, '_', '.' and '-', starting with a letter or digit, such as pr-12"));
        }
        return new Snapshot(id);
    }

    /** Returns the tag that stands for a tag or an alias in a snapshot, or the tag itself if there is none. */
    public static String tag(Optional<Snapshot> snapshot, String tag) {
        return snapshot.map(id -> id.tag(tag)).orElse(tag);
    }

    /** Returns the tag of this snapshot for a tag or an alias. */
    public String tag(String tag) {
        return tag + "-" + id;
    }

    /**
     * Checks the tags of targets.
     *
     * @throws dev.imagemanager.problem.InputException with all targets whose tags would be too long, or another's
     */
    public void check(Fleet fleet, Collection<TargetName> targets) {
        Problems problems = new Problems();
        for (TargetName name : targets) {
            Target target = fleet.targets().get(name);
            Stream.concat(Stream.of(name.tag()), target.aliases().stream())
                    .forEach(tag -> obstacle(fleet, name, tag).ifPresent(problems::add));
        }
        problems.throwIfAny();
    }

    /** Returns why a tag or an alias of a target cannot have this snapshot; empty if it can. */
    public Optional<Problem> obstacle(Fleet fleet, TargetName name, String tag) {
        String ofSnapshot = tag(tag);
        if (!Grammar.isTag(ofSnapshot)) {
            return Optional.of(Problem.error("the tag " + tag + " of " + name + " is too long for the snapshot '" + id
                            + "': together they have " + ofSnapshot.length() + " characters, of " + LONGEST_TAG)
                    .withHint("use a shorter name"));
        }
        return fleet.find(new TargetName(name.image(), ofSnapshot)).isEmpty()
                ? Optional.empty()
                : Optional.of(Problem.error("the snapshot '" + id + "' would give " + name.image() + ":" + tag
                                + " the tag " + ofSnapshot + ", which the image has already")
                        .withHint("use another name, which no variant ends with"));
    }

    @Override
    public String toString() {
        return id;
    }
}
