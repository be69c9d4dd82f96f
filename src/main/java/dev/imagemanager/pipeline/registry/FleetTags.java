package dev.imagemanager.pipeline.registry;

import dev.imagemanager.model.Image;
import dev.imagemanager.model.Tag;
import dev.imagemanager.pipeline.registry.TagMeaning.Kind;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.KnownPlatforms;
import dev.imagemanager.reference.Platform;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Tells what the tags of a repository are for the fleet. */
final class FleetTags {

    private static final Pattern KEY = Pattern.compile("im-[0-9a-f]{64}");
    private static final Pattern TEST = Pattern.compile("im-test-[0-9a-f]{64}");

    /**
     * The list of an image's referrers (OCI Distribution Specification 1.1, "Referrers Tag Schema"), which shortens long digests,
     * and with an ending what cosign attaches to it (cosign, "Storage specification").
     */
    private static final Pattern ATTACHMENT = Pattern.compile("(sha256|sha384|sha512)-([0-9a-f]{64,128})(\\.[a-z]+)?");

    private final Set<String> tags;
    private final Map<String, String> aliases = new HashMap<>();

    FleetTags(Collection<Image> images) {
        tags = images.stream().flatMap(Image::allTags).map(Tag::name).collect(Collectors.toCollection(HashSet::new));
        images.forEach(image -> aliases.putAll(image.allAliases()));
    }

    /** @param version the label of the image that the tag has */
    TagMeaning of(String tag, Optional<String> version) {
        if (tags.contains(tag)) {
            return TagMeaning.of(Kind.VERSION);
        }
        if (aliases.containsKey(tag)) {
            return TagMeaning.belongingTo(Kind.ALIAS, aliases.get(tag));
        }
        if (KEY.matcher(tag).matches()) {
            return TagMeaning.of(Kind.KEY);
        }
        if (TEST.matcher(tag).matches()) {
            return TagMeaning.of(Kind.TEST);
        }
        Matcher attachment = ATTACHMENT.matcher(tag);
        return attachment.matches()
                ? TagMeaning.attachmentTo(Digest.find(attachment.group(1) + ":" + attachment.group(2)))
                : longer(tag, version);
    }

    /** A tag that continues one of the fleet; the longest, since variants continue others too. */
    private TagMeaning longer(String tag, Optional<String> version) {
        Optional<String> begin = beginnings(tag).stream().max(Comparator.comparingInt(String::length));
        if (begin.isEmpty()) {
            return TagMeaning.of(Kind.ORPHAN);
        }
        String rest = tag.substring(begin.get().length() + 1);
        if (isPlatform(rest)) {
            return TagMeaning.belongingTo(Kind.PLATFORM, begin.get());
        }
        // An image that says that this is its own version was no snapshot, but a target, such as one of a variant.
        return version.equals(Optional.of(tag)) ? TagMeaning.of(Kind.ORPHAN) : TagMeaning.snapshotOf(begin.get(), rest);
    }

    private Set<String> beginnings(String tag) {
        Set<String> found = new HashSet<>();
        for (int end = tag.indexOf('-'); end > 0; end = tag.indexOf('-', end + 1)) {
            String begin = tag.substring(0, end);
            if (end + 1 < tag.length() && (tags.contains(begin) || aliases.containsKey(begin))) {
                found.add(begin);
            }
        }
        return found;
    }

    /** Returns whether it is what {@link dev.imagemanager.model.PlatformTags} appends. */
    private static boolean isPlatform(String text) {
        return Platform.find(text.replace('-', '/'))
                .filter(platform -> platform.fileName().equals(text))
                .filter(platform -> KnownPlatforms.doubt(platform).isEmpty())
                .isPresent();
    }
}
