package dev.imagemanager.pipeline.packages;

/** Whole numbers in versions. They may have any number of digits, which are never converted. */
final class Numerals {

    private Numerals() {}

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Returns the end of the digits that begin at an index. */
    static int end(String text, int start) {
        int end = start;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Compares two numbers; one without digits is zero. */
    static int compare(String left, String right) {
        String one = withoutZeros(left);
        String other = withoutZeros(right);
        return one.length() == other.length()
                ? Integer.signum(one.compareTo(other))
                : Integer.compare(one.length(), other.length());
    }

    private static String withoutZeros(String digits) {
        int start = 0;
        while (start < digits.length() && digits.charAt(start) == '0') {
            start++;
        }
        return digits.substring(start);
    }
}
