package dev.imagemanager.pipeline.packages;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Semantic versions (Semantic Versioning 2.0.0, section 11), with any number of numbers and an optional {@code v} or
 * {@code go} before them.
 */
final class SemanticOrder implements VersionOrder {

    private static final Pattern PREFIX = Pattern.compile("(?:v|go)(?=[0-9])");

    private static final GeneralOrder CORE = new GeneralOrder("");

    @Override
    public int compare(String installed, String queried) {
        Parts left = Parts.of(installed);
        Parts right = Parts.of(queried);
        int core = CORE.compare(left.core(), right.core());
        return core != 0 ? core : comparePrereleases(left.prerelease(), right.prerelease());
    }

    /** @param prerelease empty for a release */
    private record Parts(String core, String prerelease) {

        static Parts of(String text) {
            Matcher prefix = PREFIX.matcher(text);
            String version = prefix.lookingAt() ? text.substring(prefix.end()) : text;
            int build = version.indexOf('+');
            String precedence = build < 0 ? version : version.substring(0, build);
            int hyphen = precedence.indexOf('-');
            return hyphen < 0
                    ? new Parts(precedence, "")
                    : new Parts(precedence.substring(0, hyphen), precedence.substring(hyphen + 1));
        }
    }

    private static int comparePrereleases(String left, String right) {
        if (left.isEmpty() || right.isEmpty()) {
            return Boolean.compare(left.isEmpty(), right.isEmpty());
        }
        String[] ones = left.split("\\.", -1);
        String[] others = right.split("\\.", -1);
        for (int i = 0; i < ones.length && i < others.length; i++) {
            int order = compareIdentifiers(ones[i], others[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(ones.length, others.length);
    }

    private static int compareIdentifiers(String left, String right) {
        boolean isNumber = isNumber(left);
        if (isNumber != isNumber(right)) {
            return isNumber ? -1 : 1;
        }
        return isNumber ? Numerals.compare(left, right) : Integer.signum(left.compareTo(right));
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && Numerals.end(text, 0) == text.length();
    }
}
