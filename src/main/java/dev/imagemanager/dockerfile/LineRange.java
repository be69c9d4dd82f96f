package dev.imagemanager.dockerfile;

/** A range of lines, counted from 1, inclusive. */
public record LineRange(int first, int last) {

    public LineRange {
        if (first < 1 || last < first) {
            throw new IllegalArgumentException("no lines: " + first + "-" + last);
        }
    }

    public boolean contains(int line) {
        return first <= line && line <= last;
    }

    @Override
    public String toString() {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }
}
