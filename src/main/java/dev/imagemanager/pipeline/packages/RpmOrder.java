package dev.imagemanager.pipeline.packages;

/** The versions of RPM (rpm-version(7); {@code rpmvercmp} in rpm's rpmio/rpmvercmp.c). */
final class RpmOrder implements VersionOrder {

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
        int version = compareParts(left.version(), right.version());
        if (version != 0 || right.release().isEmpty()) {
            return version;
        }
        return compareParts(left.release().orElse(""), right.release().get());
    }

    private static int compareParts(String left, String right) {
        int i = 0;
        int j = 0;
        while (i < left.length() || j < right.length()) {
            i = skipSeparators(left, i);
            j = skipSeparators(right, j);
            boolean isTilde = is(left, i, '~');
            if (isTilde || is(right, j, '~')) {
                if (isTilde != is(right, j, '~')) {
                    return isTilde ? -1 : 1;
                }
                i++;
                j++;
                continue;
            }
            boolean isCaret = is(left, i, '^');
            if (isCaret || is(right, j, '^')) {
                if (isCaret != is(right, j, '^')) {
                    return caret(isCaret, isCaret ? j >= right.length() : i >= left.length());
                }
                i++;
                j++;
                continue;
            }
            if (i >= left.length() || j >= right.length()) {
                break;
            }
            boolean isNumber = Numerals.isDigit(left.charAt(i));
            if (isNumber != Numerals.isDigit(right.charAt(j))) {
                return isNumber ? 1 : -1;
            }
            int endLeft = isNumber ? Numerals.end(left, i) : endOfLetters(left, i);
            int endRight = isNumber ? Numerals.end(right, j) : endOfLetters(right, j);
            String one = left.substring(i, endLeft);
            String other = right.substring(j, endRight);
            int order = isNumber ? Numerals.compare(one, other) : Integer.signum(one.compareTo(other));
            if (order != 0) {
                return order;
            }
            i = endLeft;
            j = endRight;
        }
        return Boolean.compare(i < left.length(), j < right.length());
    }

    /** A caret is after the end, and before everything else. */
    private static int caret(boolean isLeft, boolean isOtherAtEnd) {
        return isLeft == isOtherAtEnd ? 1 : -1;
    }

    private static boolean is(String text, int index, char c) {
        return index < text.length() && text.charAt(index) == c;
    }

    private static int skipSeparators(String text, int start) {
        int index = start;
        while (index < text.length() && !isLetterOrDigit(text.charAt(index)) && "~^".indexOf(text.charAt(index)) < 0) {
            index++;
        }
        return index;
    }

    private static int endOfLetters(String text, int start) {
        int end = start;
        while (end < text.length() && isLetterOrDigit(text.charAt(end)) && !Numerals.isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** In ASCII. */
    private static boolean isLetterOrDigit(char c) {
        return Numerals.isDigit(c) || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
