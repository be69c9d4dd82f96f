package dev.imagemanager.model;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.imagemanager.problem.Excerpt;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.problem.SourceLocation;
import dev.imagemanager.problem.Suggestion;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A regular expression for whole tags, with the groups {@code major}, {@code minor}, {@code patch}, {@code revision} and
 * {@code suffix}. Its syntax is that of RE2 (RE2 documentation, "Syntax"), whose time is linear, since the definition may
 * come from a stranger.
 */
final class VersionPattern implements Versioning {

    /** In characters. */
    private static final int LONGEST = 256;

    /** The largest product of all counts of repetitions, since RE2 writes repetitions out. */
    private static final int MOST_REPETITIONS = 1000;

    private static final java.util.regex.Pattern COUNT =
            java.util.regex.Pattern.compile("\\{([0-9]{1,9})(?:,([0-9]{0,9}))?}");

    private static final String MAJOR = "major";
    private static final String REVISION = "revision";
    private static final String SUFFIX = "suffix";
    private static final List<String> NUMBERS = List.of(MAJOR, "minor", "patch");
    private static final Set<String> GROUPS = Set.of(MAJOR, "minor", "patch", REVISION, SUFFIX);

    private final Pattern pattern;
    private final SourceLocation place;
    private boolean isTried;
    private boolean hasMatched;
    private boolean isFaulty;

    private VersionPattern(Pattern pattern, SourceLocation place) {
        this.pattern = pattern;
        this.place = place;
    }

    /** @return empty if a problem was added */
    static Optional<VersionPattern> compile(String text, SourceLocation place, Problems problems) {
        if (text.length() > LONGEST) {
            return refuse(
                    problems,
                    Problem.error(place, "the pattern in 'versioning' is longer than " + LONGEST + " characters"));
        }
        if (repetitions(text) > MOST_REPETITIONS) {
            return refuse(
                    problems,
                    Problem.error(place, "the pattern " + Excerpt.of(text) + " in 'versioning' repeats too much")
                            .withHint("the counts in braces may have the product " + MOST_REPETITIONS
                                    + "; write + instead of a count"));
        }
        Pattern pattern;
        try {
            pattern = Pattern.compile(text);
        } catch (PatternSyntaxException syntax) {
            return refuse(
                    problems,
                    Problem.error(
                                    place,
                                    "the pattern " + Excerpt.of(text) + " in 'versioning' is not valid: "
                                            + reason(syntax))
                            .withHint(
                                    "write semver, revision, calendar, or a regular expression in the syntax of RE2"));
        }
        Set<String> names = pattern.namedGroups().keySet();
        Optional<String> unknown =
                names.stream().filter(name -> !GROUPS.contains(name)).sorted().findFirst();
        if (unknown.isPresent()) {
            return refuse(
                    problems,
                    Problem.error(
                                    place,
                                    "the pattern in 'versioning' has the group " + Excerpt.of(unknown.get())
                                            + ", which means nothing")
                            .withHint(Suggestion.hint(unknown.get(), GROUPS, "groups")));
        }
        if (!names.contains(MAJOR)) {
            return refuse(problems, withoutMajor(text, names, place));
        }
        return Optional.of(new VersionPattern(pattern, place));
    }

    /** A value without groups is rather a word. */
    private static Problem withoutMajor(String text, Set<String> names, SourceLocation place) {
        List<String> words =
                Stream.of(UsualVersioning.values()).map(Object::toString).toList();
        Problem problem = Problem.error(
                place,
                names.isEmpty()
                        ? "'versioning' is " + Excerpt.of(text) + ", which is neither " + String.join(", ", words)
                                + " nor a pattern with the group 'major'"
                        : "the pattern in 'versioning' has no group 'major'");
        return problem.withHint(Suggestion.closest(text, words)
                .map(word -> "did you mean '" + word + "'?")
                .orElse("name the parts of a version: (?<major>[0-9]+)\\.(?<minor>[0-9]+)"));
    }

    private static Optional<VersionPattern> refuse(Problems problems, Problem problem) {
        problems.add(problem);
        return Optional.empty();
    }

    /** The library has no words for a closing parenthesis too much. */
    private static String reason(PatternSyntaxException syntax) {
        return syntax.getDescription().contains("internal error")
                ? "it closes more parentheses than it opens"
                : syntax.getDescription() + ": " + Excerpt.of(syntax.getPattern());
    }

    private static long repetitions(String text) {
        java.util.regex.Matcher counts = COUNT.matcher(text);
        long product = 1;
        while (counts.find() && product <= MOST_REPETITIONS) {
            String highest = counts.group(2) == null || counts.group(2).isEmpty() ? counts.group(1) : counts.group(2);
            product *= Math.max(1, Long.parseLong(highest));
        }
        return product;
    }

    /** Returns a note if tags were read and none matched. */
    Optional<Problem> unmatched() {
        return isTried && !hasMatched
                ? Optional.of(Problem.note(
                                place, "the pattern in 'versioning' matches none of the tags, so it makes no aliases")
                        .withHint("it must match a whole tag, without the suffix of a variant"))
                : Optional.empty();
    }

    @Override
    public Optional<TagVersion> read(String tag, Problems problems) {
        Matcher matcher = pattern.matcher(tag);
        isTried = true;
        if (!matcher.matches()) {
            return Optional.empty();
        }
        hasMatched = true;
        List<String> numbers = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        int end = 0;
        for (String name : NUMBERS) {
            Optional<String> number = number(matcher, name, tag, problems);
            if (number.isEmpty()) {
                break;
            }
            if (matcher.start(name) < end) {
                fail(problems, "its groups major, minor and patch must follow each other in this order");
                break;
            }
            end = matcher.end(name);
            numbers.add(number.get());
            lines.add(tag.substring(0, end));
        }
        if (numbers.isEmpty()) {
            return Optional.empty();
        }
        List<BigInteger> revisions = number(matcher, REVISION, tag, problems).stream()
                .map(BigInteger::new)
                .toList();
        int rest = revisions.isEmpty() ? end : Math.max(end, matcher.end(REVISION));
        String suffix = has(SUFFIX) ? Optional.ofNullable(matcher.group(SUFFIX)).orElse("") : tag.substring(rest);
        return Optional.of(new TagVersion(tag, numbers, lines, revisions, suffix, false));
    }

    private boolean has(String group) {
        return pattern.namedGroups().containsKey(group);
    }

    private Optional<String> number(Matcher matcher, String group, String tag, Problems problems) {
        Optional<String> found = has(group) ? Optional.ofNullable(matcher.group(group)) : Optional.empty();
        if (found.isPresent() && !found.get().matches("[0-9]+")) {
            fail(
                    problems,
                    "its group '" + group + "' matches " + Excerpt.of(found.get()) + " in the tag '" + tag
                            + "', which is not a number");
            return Optional.empty();
        }
        return found;
    }

    /** Reports the first mistake that tags show. */
    private void fail(Problems problems, String mistake) {
        if (!isFaulty) {
            isFaulty = true;
            problems.add(Problem.error(place, "the pattern in 'versioning' cannot be used: " + mistake)
                    .withHint("write [0-9]+ in the groups of numbers: (?<major>[0-9]+)\\.(?<minor>[0-9]+)"));
        }
    }
}
