package dev.imagemanager.rendering.template;

import dev.imagemanager.problem.Excerpt;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version that is ordered by its numbers: {@code 3.9 < 3.12}. It can have any number of parts; missing ones are zero:
 * {@code 3.12} equals {@code 3.12.0}. A pre-release comes before its release (SemVer 2.0.0, clause 9), with a hyphen or
 * without ({@code 3.15.0rc1}, PEP 440); a letter after the last number comes after the release ({@code 1.1.1w}, as in
 * OpenSSL). Any other suffix ({@code 9.0.200-semantic}) and build metadata (SemVer, clause 10) are ignored.
 *
 * @param written as written, and as printed
 * @param stage negative for a pre-release, zero for a release, positive for a post-release
 * @param stageNumbers the 1 of {@code rc1}
 */
public record Version(String written, List<BigInteger> numbers, int stage, List<BigInteger> stageNumbers)
        implements Comparable<Version>, TemplateObject {

    /** In characters; converting a number takes time that grows with the square of its length. */
    private static final int LENGTH_LIMIT = 256;

    private static final Pattern FORM =
            Pattern.compile("v?([0-9]+(?:\\.[0-9]+)*)(?:[-._]?([A-Za-z][A-Za-z0-9._-]*))?(?:[-+].*)?");

    private static final Pattern SUFFIX = Pattern.compile("([A-Za-z]+)[.-]?([0-9]+(?:\\.[0-9]+)*)?.*");

    /** The words of docs/guide/variants-and-aliases.md and PEP 440's short forms, in PEP 440's order. */
    private static final Map<String, Integer> PRE_RELEASES = Map.of(
            "dev", -4, "snapshot", -4, "a", -3, "alpha", -3, "b", -2, "beta", -2, "c", -1, "preview", -1, "rc", -1);

    private static final List<String> PROPERTIES = List.of("major", "minor", "patch");

    private static final Comparator<Version> ORDER = Comparator.comparing(
                    (Version version) -> version.numbers(), Version::compareNumbers)
            .thenComparing(Version::stage)
            .thenComparing(Version::stageNumbers, Version::compareNumbers);

    public Version {
        numbers = List.copyOf(numbers);
        stageNumbers = List.copyOf(stageNumbers);
    }

    /** @throws TemplateDataException if the text is not a valid version */
    static Version of(String text) {
        return parse(text)
                .orElseThrow(() -> new TemplateDataException(
                        Excerpt.of(text) + " is not a valid version",
                        "a version starts with a number, such as 3.12.1"));
    }

    static Optional<Version> parse(String text) {
        if (text.length() > LENGTH_LIMIT) {
            return Optional.empty();
        }
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        List<BigInteger> numbers = numbers(form.group(1));
        if (form.group(2) != null) {
            Matcher suffix = SUFFIX.matcher(form.group(2));
            boolean attached = Character.isDigit(text.charAt(form.start(2) - 1));
            if (suffix.matches()) {
                List<BigInteger> stageNumbers = suffix.group(2) == null ? List.of() : numbers(suffix.group(2));
                int stage = stage(suffix.group(1).toLowerCase(Locale.ROOT), attached, !stageNumbers.isEmpty());
                return Optional.of(new Version(text, numbers, stage, stage == 0 ? List.of() : stageNumbers));
            }
        }
        return Optional.of(new Version(text, numbers, 0, List.of()));
    }

    /** A single letter is a pre-release only without a hyphen and with a number: {@code 3.15.0b2}. */
    private static int stage(String word, boolean attached, boolean numbered) {
        boolean letter = word.length() == 1;
        if (PRE_RELEASES.containsKey(word) && (!letter || attached && numbered)) {
            return PRE_RELEASES.get(word);
        }
        return letter && attached ? word.charAt(0) - 'a' + 1 : 0;
    }

    @Override
    public int compareTo(Version other) {
        return ORDER.compare(this, other);
    }

    @Override
    public Set<String> properties() {
        return Set.copyOf(PROPERTIES);
    }

    @Override
    public Object property(String name) {
        int index = PROPERTIES.indexOf(name);
        return index < numbers.size() ? numbers.get(index).toString() : null;
    }

    @Override
    public Optional<String> text() {
        return Optional.of(written);
    }

    private static int compareNumbers(List<BigInteger> first, List<BigInteger> second) {
        for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
            int difference = number(first, i).compareTo(number(second, i));
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    private static BigInteger number(List<BigInteger> numbers, int index) {
        return index < numbers.size() ? numbers.get(index) : BigInteger.ZERO;
    }

    private static List<BigInteger> numbers(String dotted) {
        return Arrays.stream(dotted.split("\\.")).map(BigInteger::new).toList();
    }
}
