package dev.imagemanager.model;

import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.reference.Grammar;
import dev.imagemanager.reference.ImageReference;
import dev.imagemanager.reference.Platform;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The tags of images for single platforms. A target for several platforms gets one for each in the build registry, and
 * its own is that of the index.
 */
public final class PlatformTags {

    private PlatformTags() {}

    /** Returns the tag of the image for one of several platforms. */
    public static String of(String tag, Platform platform) {
        return tag + "-" + platform.fileName();
    }

    /**
     * Adds an error for each tag that is too long for its platforms, or that is that of another target.
     *
     * @param platformsOf the platforms that a tag is built for
     */
    public static void check(Image image, Function<Tag, List<Platform>> platformsOf, Problems problems) {
        Map<String, Tag> tags =
                image.allTags().collect(Collectors.toMap(Tag::name, Function.identity(), (one, same) -> one));
        image.allTags().forEach(tag -> {
            List<Platform> platforms = platformsOf.apply(tag);
            if (platforms.size() < 2) {
                return;
            }
            Platform longest = Collections.max(platforms, Comparator.comparing(platform -> platform.fileName()
                    .length()));
            String name = of(tag.name(), longest);
            if (!Grammar.isTag(name)) {
                problems.add(Problem.error(
                                tag.declaredAt(),
                                "the tag '" + tag.name() + "' is too long for several platforms: the image for "
                                        + longest
                                        + " is pushed as '" + name + "', and a tag has at most "
                                        + ImageReference.LONGEST_TAG + " characters")
                        .withHint("shorten it by " + (name.length() - ImageReference.LONGEST_TAG)));
            }
            for (Platform platform : platforms) {
                Optional.ofNullable(tags.get(of(tag.name(), platform)))
                        .ifPresent(other -> problems.add(Problem.error(
                                        other.declaredAt(),
                                        "the tag '" + other.name() + "' is also that of the image of " + image.name()
                                                + ":" + tag.name() + " for " + platform)
                                .withHint("rename it, or build " + image.name() + ":" + tag.name()
                                        + " for one platform only")));
            }
        });
    }
}
