package dev.imagemanager.config.masking;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text as somebody who decodes it reads it: without what a terminal does not show, with escapes replaced by their
 * characters, or only the digits of a dump in hexadecimal. Knows where in the written text each of its characters is.
 */
final class TextView {

    /**
     * Percent-encoding (RFC 3986), escapes of JSON, C, shells and JavaScript, and character references of HTML. Backslashes are
     * doubled where a string is in a string.
     */
    private static final Pattern ESCAPE = Pattern.compile("(?:%|\\\\{1,4}x)(?<byte>[0-9a-fA-F]{2})"
            + "|(?:%|\\\\{1,4})u(?<unit>[0-9a-fA-F]{4})"
            + "|(?:\\\\{1,4}u\\{|&#[xX])(?<point>[0-9a-fA-F]{1,6})[};]"
            + "|&#(?<decimal>[0-9]{1,7});"
            + "|\\\\{1,4}(?<octal>[0-3][0-7]{2})");

    /** Text can be encoded more than once; each time makes it longer. */
    private static final int MOST_ENCODINGS = 3;

    /** The most characters between two groups of hexadecimal digits: {@code ", "}, {@code ":"}, two spaces of a column. */
    private static final int LONGEST_SEPARATOR = 3;

    private static final String SEPARATORS = " \t:,;.-_|/%=\\\"'";

    private final String text;
    private final int[] starts;
    private final int[] ends;

    private TextView(String text, int[] starts, int[] ends) {
        this.text = text;
        this.starts = starts;
        this.ends = ends;
    }

    /** Returns the views of a text that differ from it. */
    static List<TextView> of(String written) {
        List<TextView> views = new ArrayList<>();
        if (hasInvisible(written)) {
            TextView identity = identity(written);
            for (Pattern invisible : List.of(ControlSequences.ALL_INVISIBLE, ControlSequences.SHORT_INVISIBLE)) {
                identity.without(invisible).ifPresent(view -> {
                    views.add(view);
                    views.addAll(view.decoded());
                });
            }
        }
        views.addAll(identity(written).decoded());
        return views;
    }

    private static boolean hasInvisible(String text) {
        return text.chars()
                .anyMatch(c -> c != '\n' && (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT));
    }

    private static TextView identity(String text) {
        int[] starts = new int[text.length()];
        int[] ends = new int[text.length()];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = i;
            ends[i] = i + 1;
        }
        return new TextView(text, starts, ends);
    }

    String text() {
        return text;
    }

    /** Adds the positions in the written text of characters of this one, with what is between them. */
    void addWritten(BitSet characters, BitSet written) {
        int end = 0;
        for (int start = characters.nextSetBit(0); start >= 0; start = characters.nextSetBit(end)) {
            end = characters.nextClearBit(start);
            written.set(
                    Arrays.stream(starts, start, end).min().orElseThrow(),
                    Arrays.stream(ends, start, end).max().orElseThrow());
        }
    }

    private Optional<TextView> without(Pattern removed) {
        Matcher matcher = removed.matcher(text);
        Builder view = new Builder();
        int end = 0;
        while (matcher.find()) {
            view.copy(end, matcher.start());
            end = matcher.end();
        }
        if (end == 0) {
            return Optional.empty();
        }
        view.copy(end, text.length());
        return Optional.of(view.build());
    }

    private List<TextView> decoded() {
        List<TextView> views = new ArrayList<>();
        Optional<TextView> escaped = Optional.of(this);
        for (int i = 0; i < MOST_ENCODINGS && escaped.isPresent(); i++) {
            escaped = escaped.get().unescaped();
            escaped.ifPresent(views::add);
        }
        digits(false).ifPresent(view -> {
            views.add(view);
            digits(true).ifPresent(views::add);
        });
        return views;
    }

    /** Bytes become the characters of ISO 8859-1: {@link SecretForms} has secrets in this form too. */
    private Optional<TextView> unescaped() {
        if (text.indexOf('%') < 0 && text.indexOf('\\') < 0 && text.indexOf('&') < 0) {
            return Optional.empty();
        }
        Matcher matcher = ESCAPE.matcher(text);
        Builder view = new Builder();
        int end = 0;
        while (matcher.find()) {
            view.copy(end, matcher.start());
            end = matcher.end();
            int point = character(matcher);
            if (Character.isValidCodePoint(point)) {
                for (char unit : Character.toChars(point)) {
                    view.add(unit, matcher.start(), end);
                }
            }
        }
        view.copy(end, text.length());
        return end == 0 ? Optional.empty() : Optional.of(view.build());
    }

    private static int character(Matcher escape) {
        for (String name : List.of("byte", "unit", "point")) {
            if (escape.group(name) != null) {
                return Integer.parseInt(escape.group(name), 16);
            }
        }
        return escape.group("decimal") != null
                ? Integer.parseInt(escape.group("decimal"))
                : Integer.parseInt(escape.group("octal"), 8);
    }

    /**
     * Returns the digits of bytes in hexadecimal that are written in groups, as {@code xxd}, {@code od} and fingerprints do.
     * Other text separates them.
     *
     * @param isSwapped whether the last byte of a group is the first one of the text, as in words of most processors
     */
    private Optional<TextView> digits(boolean isSwapped) {
        Builder view = new Builder();
        boolean isUsed = false;
        boolean isJoined = false;
        int position = 0;
        int lastEnd = 0;
        while (position < text.length()) {
            if (!isDigit(position)) {
                position++;
                continue;
            }
            int start = position + (isPrefix(position) ? 2 : 0);
            int end = start;
            while (end < text.length() && isDigit(end)) {
                end++;
            }
            if (end == start || (end - start) % 2 != 0) {
                isJoined = false;
                position = Math.max(end, position + 1);
                continue;
            }
            boolean continues = isJoined && isSeparator(lastEnd, position);
            if (!continues) {
                view.add('\n', position, position);
            }
            isUsed |= isSwapped ? end - start > 2 : continues;
            for (int i = start; i < end; i += 2) {
                int digits = isSwapped ? start + end - 2 - i : i;
                view.copy(digits, digits + 2);
            }
            isJoined = true;
            lastEnd = end;
            position = end;
        }
        return isUsed ? Optional.of(view.build()) : Optional.empty();
    }

    private boolean isDigit(int position) {
        return Character.digit(text.charAt(position), 16) >= 0 && text.charAt(position) < 128;
    }

    /** Returns whether {@code 0x} is there, which begins a number. */
    private boolean isPrefix(int position) {
        return text.charAt(position) == '0'
                && position + 1 < text.length()
                && (text.charAt(position + 1) == 'x' || text.charAt(position + 1) == 'X');
    }

    private boolean isSeparator(int start, int end) {
        String between = text.substring(start, Math.min(end, start + LONGEST_SEPARATOR + 1));
        String separator = between.endsWith("x") ? between.substring(0, between.length() - 1) : between;
        return between.length() <= LONGEST_SEPARATOR
                && !between.isEmpty()
                && separator.chars().allMatch(c -> SEPARATORS.indexOf(c) >= 0);
    }

    private final class Builder {

        private final StringBuilder viewed = new StringBuilder(text.length());
        private int[] viewedStarts = new int[text.length()];
        private int[] viewedEnds = new int[text.length()];

        /** @param start in this view */
        void add(char character, int start, int end) {
            if (viewed.length() == viewedStarts.length) {
                viewedStarts = Arrays.copyOf(viewedStarts, 2 * viewedStarts.length + 2);
                viewedEnds = Arrays.copyOf(viewedEnds, 2 * viewedEnds.length + 2);
            }
            viewedStarts[viewed.length()] = start < end ? starts[start] : 0;
            viewedEnds[viewed.length()] = start < end ? ends[end - 1] : 0;
            viewed.append(character);
        }

        void copy(int start, int end) {
            for (int i = start; i < end; i++) {
                add(text.charAt(i), i, i + 1);
            }
        }

        TextView build() {
            return new TextView(viewed.toString(), viewedStarts, viewedEnds);
        }
    }
}
