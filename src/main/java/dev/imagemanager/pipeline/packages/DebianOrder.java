package dev.imagemanager.pipeline.packages;

/** The versions of Debian and its derivatives (deb-version(7), "Sorting algorithm"). */
final class DebianOrder implements VersionOrder {

    @Override
    public int compare(String installed, String queried) {
        VersionParts left = VersionParts.of(installed);
        VersionParts right = VersionParts.of(queried);
        int epoch = right.epoch().isEmpty()
                ? 0
                : Numerals.compare(left.epoch().orElse("0"), right.epoch().get());
        if (epoch != 0) {
            return epoch;
        }
        int upstream = compareParts(left.version(), right.version());
        if (upstream != 0 || right.release().isEmpty()) {
            return upstream;
        }
        return compareParts(left.release().orElse("0"), right.release().get());
    }

    /** Compares parts without digits and parts of digits in turn. */
    private static int compareParts(String left, String right) {
        int i = 0;
        int j = 0;
        while (i < left.length() || j < right.length()) {
            while (isText(left, i) || isText(right, j)) {
                int order = Integer.compare(weight(left, i), weight(right, j));
                if (order != 0) {
                    return order;
                }
                i++;
                j++;
            }
            int endLeft = Numerals.end(left, i);
            int endRight = Numerals.end(right, j);
            int order = Numerals.compare(left.substring(i, endLeft), right.substring(j, endRight));
            if (order != 0) {
                return order;
            }
            i = endLeft;
            j = endRight;
        }
        return 0;
    }

    private static boolean isText(String text, int index) {
        return index < text.length() && !Numerals.isDigit(text.charAt(index));
    }

    /** A tilde is before everything, even the end; letters are before other characters. */
    private static int weight(String text, int index) {
        if (index >= text.length() || Numerals.isDigit(text.charAt(index))) {
            return 0;
        }
        char c = text.charAt(index);
        if (c == '~') {
            return -1;
        }
        return c < Byte.MAX_VALUE && Character.isLetter(c) ? c : c + Byte.MAX_VALUE + 1;
    }
}
