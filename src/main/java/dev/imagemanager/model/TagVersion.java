package dev.imagemanager.model;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

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

    private static final Comparator<TagVersion> BY_NUMBERS = Comparator.comparing(
            (TagVersion version) ->
                    version.numbers().stream().map(BigInteger::new).toList(),
            TagVersion::compareNumbers);

    private static final Comparator<TagVersion> ORDER = BY_NUMBERS
            .thenComparing(TagVersion::revisions, TagVersion::compareNumbers)
            .thenComparing(version -> version.suffix().isEmpty())
            .thenComparing(TagVersion::tag);

    private static final Comparator<TagVersion> BY_VERSION = BY_NUMBERS
            .thenComparing(TagVersion::comparePreReleases)
            .thenComparing(TagVersion::revisions, TagVersion::compareNumbers);

    private static final String BETWEEN_NUMBERS = "(?<=[0-9])(?![0-9])|(?<![0-9])(?=[0-9])";

    public TagVersion {
        numbers = List.copyOf(numbers);
        lines = List.copyOf(lines);
        revisions = List.copyOf(revisions);
        if (numbers.isEmpty() || numbers.size() != lines.size()) {
            throw new IllegalArgumentException(numbers + " in " + lines);
        }
    }

    /** Reads a tag of the form {@code [v]major.minor.patch[-suffix]}, as without {@code versioning}. */
    public static Optional<TagVersion> ofSemantic(String tag) {
        return SemanticVersion.parse(tag).map(TagVersion::of);
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

    /**
     * Returns whether this is an earlier version. A pre-release is before its release, with numbers in it compared as
     * numbers. Other suffixes are flavours: none is earlier than another.
     */
    public boolean isBefore(TagVersion other) {
        return BY_VERSION.compare(this, other) < 0;
    }

    /** SemVer 2.0.0, clause 11, for suffixes in which numbers need not be separate: {@code rc9} is before {@code rc10}. */
    private static int comparePreReleases(TagVersion one, TagVersion other) {
        if (!one.isPreRelease || !other.isPreRelease) {
            return Boolean.compare(other.isPreRelease, one.isPreRelease);
        }
        String[] parts = one.suffix.split(BETWEEN_NUMBERS);
        String[] others = other.suffix.split(BETWEEN_NUMBERS);
        for (int i = 0; i < Math.min(parts.length, others.length); i++) {
            boolean areNumbers = isNumber(parts[i]) && isNumber(others[i]);
            int order = areNumbers
                    ? new BigInteger(parts[i]).compareTo(new BigInteger(others[i]))
                    : parts[i].compareTo(others[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(parts.length, others.length);
    }

    private static boolean isNumber(String part) {
        return !part.isEmpty() && part.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** A missing number counts as 0. */
    private static int compareNumbers(List<BigInteger> one, List<BigInteger> other) {
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
