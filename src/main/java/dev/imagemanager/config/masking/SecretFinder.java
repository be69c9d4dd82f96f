package dev.imagemanager.config.masking;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/**
 * Finds many secrets in one pass over a text, by rolling hashes (Karp and Rabin, "Efficient randomized pattern-matching
 * algorithms", 1987): of the first characters of whole forms, which are then compared, and of all parts, for which the hash of
 * 64 bits is evidence enough. Letter case does not count.
 */
final class SecretFinder {

    private static final int START = SecretForms.SHORTEST;
    private static final int PART = SecretForms.SHORTEST_PART;

    /** The longest text that is compared. */
    private static final int PIECE = 64;

    /** Parts with fewer different characters, such as lines of dashes, occur everywhere. */
    private static final int VARIETY = 4;

    private final Map<Long, List<String>> byStart;
    private final Numbers starts;
    private final Numbers parts;

    private SecretFinder(Map<Long, List<String>> byStart, long[] parts) {
        this.byStart = byStart;
        this.starts =
                new Numbers(byStart.keySet().stream().mapToLong(Long::longValue).toArray());
        this.parts = new Numbers(parts);
    }

    static SecretFinder of(Iterable<String> secrets) {
        SecretForms forms = SecretForms.of(secrets);
        Map<Long, List<String>> byStart = new HashMap<>();
        Set<String> pieces = new LinkedHashSet<>();
        forms.texts().forEach(text -> pieces.addAll(pieces(folded(text))));
        for (String folded : pieces) {
            RollingHash hash = new RollingHash(START);
            for (int i = 0; i < START; i++) {
                hash.add(folded.charAt(i));
            }
            byStart.computeIfAbsent(hash.value(), start -> new ArrayList<>()).add(folded);
        }
        LongStream parts = LongStream.concat(
                forms.words().stream().flatMapToLong(text -> partsOf(folded(text), SecretFinder::isVaried)),
                forms.documents().stream().flatMapToLong(text -> partsOf(folded(text), SecretFinder::isTelling)));
        return new SecretFinder(byStart, parts.toArray());
    }

    /** Splits long texts, so that no comparison takes long. The last piece overlaps the one before. */
    private static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        for (int start = 0; start < text.length(); start += PIECE) {
            pieces.add(text.substring(
                    Math.max(0, Math.min(start, text.length() - PIECE)), Math.min(text.length(), start + PIECE)));
        }
        return pieces;
    }

    /** Returns the hashes of the parts that identify a secret. */
    private static LongStream partsOf(String folded, Predicate<String> isTelling) {
        RollingHash hash = new RollingHash(PART);
        LongStream.Builder hashes = LongStream.builder();
        for (int i = 0; i < folded.length(); i++) {
            hash.add(folded.charAt(i));
            if (i >= PART - 1 && isTelling.test(folded.substring(i - PART + 1, i + 1))) {
                hashes.add(hash.value());
            }
        }
        return hashes.build();
    }

    private static boolean isVaried(String part) {
        return part.chars().distinct().count() >= VARIETY;
    }

    private static boolean isTelling(String part) {
        return isVaried(part)
                && part.chars().noneMatch(Character::isWhitespace)
                && part.chars().anyMatch(Character::isDigit);
    }

    String replaceAll(String text, String replacement) {
        BitSet found = find(text);
        if (found.isEmpty()) {
            return text;
        }
        StringBuilder result = new StringBuilder(text.length());
        int end = 0;
        for (int start = found.nextSetBit(0); start >= 0; start = found.nextSetBit(end)) {
            result.append(text, end, start).append(replacement);
            end = found.nextClearBit(start);
        }
        return result.append(text, end, text.length()).toString();
    }

    /** Returns the positions of characters that belong to a secret. */
    private BitSet find(String text) {
        BitSet found = findWritten(text);
        TextView.of(text).forEach(view -> view.addWritten(findWritten(view.text()), found));
        return found;
    }

    private BitSet findWritten(String text) {
        BitSet found = new BitSet();
        String folded = folded(text);
        RollingHash start = new RollingHash(START);
        RollingHash part = new RollingHash(PART);
        for (int i = 0; i < folded.length(); i++) {
            char character = folded.charAt(i);
            start.add(character);
            part.add(character);
            if (i >= START - 1 && starts.contains(start.value())) {
                int from = i - START + 1;
                for (String form : byStart.get(start.value())) {
                    if (folded.startsWith(form, from)) {
                        found.set(from, from + form.length());
                    }
                }
            }
            if (i >= PART - 1 && parts.contains(part.value())) {
                found.set(i - PART + 1, i + 1);
            }
        }
        return found;
    }

    /** Keeps the number of characters, unlike {@link String#toLowerCase()}. */
    private static String folded(String text) {
        char[] characters = text.toCharArray();
        for (int i = 0; i < characters.length; i++) {
            characters[i] = Character.toLowerCase(Character.toUpperCase(characters[i]));
        }
        return new String(characters);
    }

    /** The hash of the last characters that were added. */
    private static final class RollingHash {

        private static final long BASE = 0x5851F42D4C957F2DL;

        private final char[] last;
        private final long weightOfOldest;
        private int next;
        private long value;

        RollingHash(int length) {
            this.last = new char[length];
            long weight = 1;
            for (int i = 0; i < length; i++) {
                weight *= BASE;
            }
            this.weightOfOldest = weight;
        }

        void add(char character) {
            value = value * BASE + character - weightOfOldest * last[next];
            last[next] = character;
            next = next + 1 == last.length ? 0 : next + 1;
        }

        long value() {
            return value;
        }
    }

    /** Numbers with a quick answer for those that are not among them. */
    private static final class Numbers {

        private static final int FILTER_BITS = 18;

        private final long[] sorted;
        private final BitSet filter = new BitSet(1 << FILTER_BITS);

        Numbers(long[] numbers) {
            this.sorted = Arrays.stream(numbers).sorted().distinct().toArray();
            for (long number : sorted) {
                filter.set(slot(number));
            }
        }

        boolean contains(long number) {
            return filter.get(slot(number)) && Arrays.binarySearch(sorted, number) >= 0;
        }

        private static int slot(long number) {
            return (int) ((number * 0x9E3779B97F4A7C15L) >>> (64 - FILTER_BITS));
        }
    }
}
