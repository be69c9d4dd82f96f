package dev.imagemanager.model;

import dev.imagemanager.problem.Problems;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The forms of versions that are usual in tags of public images. */
enum UsualVersioning implements Versioning {

    /** Three numbers and a suffix: {@link SemanticVersion}. */
    SEMVER {
        @Override
        public Optional<TagVersion> read(String tag, Problems problems) {
            return SemanticVersion.parse(tag).map(TagVersion::of);
        }

        @Override
        public Optional<TagVersion> read(String tag, String suffixOfVariant, Problems problems) {
            return read(tag + suffixOfVariant, problems);
        }
    },

    /**
     * Up to three numbers, and a revision of the image or of the package in it: a fourth number, or a number directly behind
     * them ({@code 1.2.3-4}, {@code 17.0.10_7-jdk}, {@code 1.2.3_build.5}), or a word with a number in the suffix
     * ({@code 1.2.3-debian-12-r4}, {@code 1.2.3-ls45}). Without a revision, three numbers.
     */
    REVISION {
        @Override
        public Optional<TagVersion> read(String tag, Problems problems) {
            Matcher matcher = REVISED.matcher(tag);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            return Optional.of(version(matcher, 2, 3, 4))
                    .filter(version ->
                            !version.revisions().isEmpty() || version.numbers().size() == AliasLevel.values().length);
        }
    },

    /**
     * A year and a month, then a day or another number, joined by points, by hyphens or not at all: {@code 2025.09},
     * {@code 24.04.1}, {@code 2025-09-14}, {@code 20250914}; also with a revision.
     */
    CALENDAR {
        @Override
        public Optional<TagVersion> read(String tag, Problems problems) {
            Matcher date = DATE.matcher(tag);
            if (date.matches()) {
                return Optional.of(version(date, 2, 4, 5));
            }
            Matcher compact = COMPACT_DATE.matcher(tag);
            return compact.matches() ? Optional.of(version(compact, 2, 3, 4)) : Optional.empty();
        }
    };

    private static final String FOURTH = "(?<fourth>\\.[0-9]+)?";

    private static final String REST =
            "(?<direct>[_-](?:(?:build|rev|ls|r|b)\\.?)?[0-9]+)?(?<suffix>-[A-Za-z0-9_.-]+)?";

    private static final Pattern REVISED =
            Pattern.compile("(v?)([0-9]+)(?:\\.([0-9]+)(?:\\.([0-9]+)" + FOURTH + ")?)?" + REST);

    private static final String YEAR = "(v?)((?:19|20|21)[0-9]{2}";

    private static final Pattern DATE = Pattern.compile(
            YEAR + "|[0-9]{2})(?:(?<separator>[.-])(0?[1-9]|1[0-2]))(?:\\k<separator>([0-9]+)" + FOURTH + ")?" + REST);

    private static final Pattern COMPACT_DATE =
            Pattern.compile(YEAR + ")(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])" + FOURTH + REST);

    private static final Pattern REVISION_WORD = Pattern.compile("-(?:build|rev|ls|r)\\.?([0-9]+)(?=-|$)");

    static Optional<UsualVersioning> find(String name) {
        return Arrays.stream(values())
                .filter(versioning -> versioning.toString().equals(name))
                .findFirst();
    }

    private static TagVersion version(Matcher matcher, int... groups) {
        List<String> numbers = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (int group : groups) {
            if (matcher.group(group) != null) {
                numbers.add(matcher.group(group));
                lines.add(matcher.group().substring(0, matcher.end(group)));
            }
        }
        List<BigInteger> revisions = new ArrayList<>();
        for (String part : List.of("fourth", "direct")) {
            if (matcher.group(part) != null) {
                revisions.add(new BigInteger(matcher.group(part).replaceAll("[^0-9]", "")));
            }
        }
        String suffix = matcher.group("suffix") == null ? "" : matcher.group("suffix");
        Optional<MatchResult> word = REVISION_WORD.matcher(suffix).results().reduce((first, last) -> last);
        if (word.isPresent()) {
            revisions.add(new BigInteger(word.get().group(1)));
            suffix = suffix.substring(0, word.get().start())
                    + suffix.substring(word.get().end());
        }
        return new TagVersion(matcher.group(), numbers, lines, revisions, suffix, SemanticVersion.isPreRelease(suffix));
    }

    /** Returns the value in a definition. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
