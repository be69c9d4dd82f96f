package dev.imagemanager.model;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A tag of the form {@code [v]major.minor.patch[-suffix]}: the numbers of SemVer 2.0.0 (clause 2, but leading zeros are
 * allowed and kept, for calendar versions) and the suffix of a container tag, which is a pre-release (clause 9) only if
 * it contains a pre-release word.
 *
 * @param prefix {@code v} or empty
 * @param suffix empty, or a string that starts with a hyphen
 */
public record SemanticVersion(String prefix, String major, String minor, String patch, String suffix)
        implements Comparable<SemanticVersion> {

    private static final Pattern FORM = Pattern.compile("(v?)([0-9]+)\\.([0-9]+)\\.([0-9]+)(-[A-Za-z0-9_.-]+)?");

    private static final Pattern PRE_RELEASE =
            Pattern.compile("-(alpha|beta|rc|preview|dev|snapshot)([.]?[0-9]+)*(?=-|$)", Pattern.CASE_INSENSITIVE);

    private static final Comparator<SemanticVersion> ORDER = Comparator.comparing(
                    (SemanticVersion version) -> new BigInteger(version.major()))
            .thenComparing(version -> new BigInteger(version.minor()))
            .thenComparing(version -> new BigInteger(version.patch()))
            .thenComparing(version -> version.suffix().isEmpty())
            .thenComparing(SemanticVersion::toString);

    public static Optional<SemanticVersion> parse(String tag) {
        Matcher matcher = FORM.matcher(tag);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String suffix = matcher.group(5);
        return Optional.of(new SemanticVersion(
                matcher.group(1), matcher.group(2), matcher.group(3), matcher.group(4), suffix == null ? "" : suffix));
    }

    /** Returns whether the suffix contains a pre-release word: {@code -rc1}, {@code -alpha.2}. */
    public boolean isPreRelease() {
        return isPreRelease(suffix);
    }

    static boolean isPreRelease(String suffix) {
        return PRE_RELEASE.matcher(suffix).find();
    }

    @Override
    public int compareTo(SemanticVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return prefix + major + "." + minor + "." + patch + suffix;
    }
}
