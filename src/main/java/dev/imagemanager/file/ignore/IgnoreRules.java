package dev.imagemanager.file.ignore;

import java.util.BitSet;
import java.util.List;

/**
 * The patterns of a {@code .dockerignore}, in order: the last that matches a file or one of its folders decides. Paths are
 * relative to the context, with slashes.
 *
 * <p>Rules: {@code MatchesUsingParentResults} of moby/patternmatcher, {@code filterFS.Walk} of tonistiigi/fsutil.
 */
public final class IgnoreRules {

    /** Leave nothing out. */
    public static final IgnoreRules NONE = new IgnoreRules(List.of());

    /** A file that no one writes a pattern for. */
    private static final String ANY_NAME = "\uE000\uE001\uE002";

    private final List<IgnorePattern> patterns;

    IgnoreRules(List<IgnorePattern> patterns) {
        this.patterns = List.copyOf(patterns);
    }

    /**
     * What the rules say of a file or folder.
     *
     * @param isLeftOut of a folder: what is in it may still be kept, see {@link #mayKeepBelow}
     * @param matched the patterns that match it or a folder above it
     */
    public record Verdict(boolean isLeftOut, BitSet matched) {

        /** The verdict on the context's own folder. */
        public static final Verdict CONTEXT = new Verdict(false, new BitSet());
    }

    /**
     * @param path of a file or folder
     * @param folder the verdict on the folder that it is in
     */
    public Verdict of(String path, Verdict folder) {
        BitSet matched = new BitSet(patterns.size());
        boolean isLeftOut = false;
        for (int i = 0; i < patterns.size(); i++) {
            IgnorePattern pattern = patterns.get(i);
            // A pattern that cannot change the verdict is not tried, and so does not count for what is below either.
            boolean matches = folder.matched().get(i) || pattern.isException() == isLeftOut && pattern.matches(path);
            if (matches) {
                matched.set(i);
                isLeftOut = !pattern.isException();
            }
        }
        return new Verdict(isLeftOut, matched);
    }

    /** Returns whether an exception could match something below a folder that is left out. */
    public boolean mayKeepBelow(String folder) {
        return patterns.stream().anyMatch(pattern -> pattern.isException() && pattern.mayMatchBelow(folder));
    }

    /** Returns the same rules without patterns that leave out every file, such as {@code *} and {@code **}. */
    public IgnoreRules withoutCatchAll() {
        return new IgnoreRules(patterns.stream()
                .filter(pattern -> pattern.isException() || !pattern.matches(ANY_NAME))
                .toList());
    }
}
