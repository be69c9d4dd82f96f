package dev.imagemanager.problem;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Suggests known names for an unknown name. */
public final class Suggestion {

    private Suggestion() {}

    /**
     * Returns a hint for an unknown name: the most similar known name, or the list of known names.
     *
     * @param kind the plural noun for the known names, such as "keys"
     */
    public static String hint(String unknown, Collection<String> known, String kind) {
        return closest(unknown, known)
                .map(name -> "did you mean '" + name + "'?")
                .orElseGet(() -> known.isEmpty()
                        ? "there are no " + kind + " here"
                        : "known " + kind + ": "
                                + String.join(", ", known.stream().sorted().toList()));
    }

    /** Returns the most similar known name. Allows one edit per three characters. */
    public static Optional<String> closest(String unknown, Collection<String> known) {
        record Candidate(String name, int distance) {}
        int limit = Math.max(1, (unknown.length() + 1) / 3);
        return known.stream()
                .map(name -> new Candidate(name, distance(unknown, name)))
                .filter(candidate -> candidate.distance() <= limit
                        && candidate.distance()
                                < Math.min(unknown.length(), candidate.name().length()))
                .min(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .map(Candidate::name);
    }

    /** Returns the optimal string alignment distance, ignoring case. */
    private static int distance(String first, String second) {
        String a = first.toLowerCase(Locale.ROOT);
        String b = second.toLowerCase(Locale.ROOT);
        List<int[]> rows = List.of(new int[b.length() + 1], new int[b.length() + 1], new int[b.length() + 1]);
        for (int j = 0; j <= b.length(); j++) {
            rows.get(0)[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = rows.get(i % 3);
            int[] above = rows.get((i + 2) % 3);
            int[] twoAbove = rows.get((i + 1) % 3);
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replacement = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replacement, Math.min(above[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], twoAbove[j - 2] + 1);
                }
            }
        }
        return rows.get(a.length() % 3)[b.length()];
    }
}
