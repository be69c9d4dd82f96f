package dev.imagemanager.pipeline.packages;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Versions of numbers and words: those of Python (PEP 440), Maven ("Version Order Specification"), Alpine (apk-package(5))
 * and others. Words such as {@code rc} are before a release, others after it; numbers that are missing are zero.
 *
 * @param type of a package URL
 */
record GeneralOrder(String type) implements VersionOrder {

    private static final String ALPINE = "apk";

    private static final Pattern ALPINE_RELEASE = Pattern.compile("-r[0-9]+$");
    private static final Pattern PREFIX = Pattern.compile("v(?=[0-9])");
    private static final Pattern EPOCH = Pattern.compile("([0-9]+)!");
    private static final Pattern PART = Pattern.compile("[0-9]+|[a-z]+");

    private static final int RELEASE = 0;
    private static final int NUMBER = 4;
    private static final int OTHER = 3;

    /** Before or after a release; numbers of the same word are compared after it. */
    private static final Map<String, Integer> RANKS = Map.ofEntries(
            Map.entry("dev", -8),
            Map.entry("alpha", -7),
            Map.entry("beta", -6),
            Map.entry("milestone", -5),
            Map.entry("pre", -4),
            Map.entry("preview", -4),
            Map.entry("rc", -3),
            Map.entry("cr", -3),
            Map.entry("snapshot", -2),
            Map.entry("final", RELEASE),
            Map.entry("ga", RELEASE),
            Map.entry("release", RELEASE),
            Map.entry("cvs", 1),
            Map.entry("svn", 1),
            Map.entry("git", 1),
            Map.entry("hg", 1),
            Map.entry("p", 2),
            Map.entry("patch", 2),
            Map.entry("pl", 2),
            Map.entry("post", 2),
            Map.entry("sp", 2));

    /** Single letters that a number follows, such as {@code 1.0b2}. */
    private static final Map<String, String> SHORT =
            Map.of("a", "alpha", "b", "beta", "c", "rc", "m", "milestone", "r", "post");

    @Override
    public int compare(String installed, String queried) {
        boolean ignoresRelease =
                type.equals(ALPINE) && !ALPINE_RELEASE.matcher(queried).find();
        List<Part> left =
                parts(ignoresRelease ? ALPINE_RELEASE.matcher(installed).replaceFirst("") : installed);
        List<Part> right = parts(queried);
        for (int i = 0; i < left.size() || i < right.size(); i++) {
            int order = part(left, i).compareTo(part(right, i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static Part part(List<Part> parts, int index) {
        return index < parts.size() ? parts.get(index) : Part.END;
    }

    /**
     * @param rank of a word, or {@link #NUMBER}
     * @param text digits, or a word that is not one of {@link #RANKS}
     */
    private record Part(int rank, String text) implements Comparable<Part> {

        static final Part END = new Part(RELEASE, "");

        @Override
        public int compareTo(Part other) {
            if (rank == other.rank) {
                return rank == NUMBER ? Numerals.compare(text, other.text) : Integer.signum(text.compareTo(other.text));
            }
            return Integer.compare(rankToWords(), other.rankToWords());
        }

        /** A zero is no more than a number that is missing. */
        private int rankToWords() {
            return rank == NUMBER && Numerals.compare(text, "") == 0 ? RELEASE : rank;
        }
    }

    private List<Part> parts(String text) {
        String version = text.toLowerCase(Locale.ROOT);
        Matcher prefix = PREFIX.matcher(version);
        version = prefix.lookingAt() ? version.substring(prefix.end()) : version;
        List<Part> parts = new ArrayList<>();
        Matcher epoch = EPOCH.matcher(version);
        boolean hasEpoch = epoch.lookingAt();
        parts.add(new Part(NUMBER, hasEpoch ? epoch.group(1) : "0"));
        String rest = hasEpoch ? version.substring(epoch.end()) : version;
        Matcher found = PART.matcher(rest);
        while (found.find()) {
            String part = found.group();
            parts.add(
                    Numerals.isDigit(part.charAt(0))
                            ? new Part(NUMBER, part)
                            : word(part, Numerals.end(rest, found.end()) > found.end()));
        }
        return parts;
    }

    private Part word(String word, boolean isBeforeNumber) {
        String name = isBeforeNumber && !type.equals(ALPINE) ? SHORT.getOrDefault(word, word) : word;
        Integer rank = RANKS.get(name);
        return rank == null ? new Part(OTHER, name) : new Part(rank, "");
    }
}
