package dev.imagemanager.model;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;

/**
 * A tag that is read as a version.
 *
 * @param tag the whole tag
 * @param numbers as written: the major number, then minor and patch if there are any
 * @param lines the beginning of the tag up to the end of each number: {@code v1}, {@code v1.2}, {@code v1.2.3}
 * @param revisions what distinguishes tags of the same version, most significant first; empty if nothing does
 * @param suffix what follows in all aliases; may be empty
 * @param isPreRelease whether it gets no aliases
 */
public record TagVersion(
        String tag,
        List<String> numbers,
        List<String> lines,
        List<BigInteger> revisions,
        String suffix,
        boolean isPreRelease)
        implements Comparable<TagVersion> {

    private static final Comparator<TagVersion> ORDER = Comparator.comparing(
                    (TagVersion version) ->
                            version.numbers().stream().map(BigInteger::new).toList(),
                    TagVersion::compare)
            .thenComparing(TagVersion::revisions, TagVersion::compare)
            .thenComparing(version -> version.suffix().isEmpty())
            .thenComparing(TagVersion::tag);

    public TagVersion {
        numbers = List.copyOf(numbers);
        lines = List.copyOf(lines);
        revisions = List.copyOf(revisions);
        if (numbers.isEmpty() || numbers.size() != lines.size()) {
            throw new IllegalArgumentException(numbers + " in " + lines);
        }
    }

    static TagVersion of(SemanticVersion version) {
        String major = version.prefix() + version.major();
        String minor = major + "." + version.minor();
        return new TagVersion(
                version.toString(),
                List.of(version.major(), version.minor(), version.patch()),
                List.of(major, minor, minor + "." + version.patch()),
                List.of(),
                version.suffix(),
                version.isPreRelease());
    }

    /** Returns the text before the first number. */
    String prefix() {
        String first = lines.get(0);
        return first.substring(0, first.length() - numbers.get(0).length());
    }

    /** Returns the version without its revisions and its suffix. */
    public String text() {
        return lines.get(lines.size() - 1);
    }

    /** Returns the version of the tag of a variant. */
    TagVersion followedBy(String suffixOfVariant) {
        return new TagVersion(
                tag + suffixOfVariant,
                numbers,
                lines,
                revisions,
                suffix + suffixOfVariant,
                isPreRelease || SemanticVersion.isPreRelease(suffixOfVariant));
    }

    /** A missing number counts as 0. */
    private static int compare(List<BigInteger> one, List<BigInteger> other) {
        for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
            int order = at(one, i).compareTo(at(other, i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(one.size(), other.size());
    }

    private static BigInteger at(List<BigInteger> numbers, int index) {
        return index < numbers.size() ? numbers.get(index) : BigInteger.ZERO;
    }

    @Override
    public int compareTo(TagVersion other) {
        return ORDER.compare(this, other);
    }
}
