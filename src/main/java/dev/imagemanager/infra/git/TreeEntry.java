package dev.imagemanager.infra.git;

import dev.imagemanager.file.PathText;
import dev.imagemanager.pipeline.revision.PastFile;
import dev.imagemanager.pipeline.revision.PastFile.Kind;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file in the tree of a commit, as {@code git ls-tree -r -z} prints it: {@code mode SP type SP id TAB path NUL}.
 *
 * @param path relative, without {@code .} and {@code ..}
 */
record TreeEntry(PastFile file, Path path) {

    private static final Pattern HEAD = Pattern.compile("([0-7]{6}) (?:blob|commit) ([0-9a-f]{40,64})");
    private static final String MODE_OF_EXECUTABLES = "100755";
    private static final String MODE_OF_LINKS = "120000";
    private static final String MODE_OF_SUBMODULES = "160000";

    /** Longer than any path that an operating system takes. */
    private static final int LONGEST = 1 << 16;

    /**
     * Reads the next entry.
     *
     * @return empty at the end of the stream
     * @throws EOFException if the stream ends in the middle of an entry
     * @throws MalformedTreeException if it is no entry, or one that leads out of the tree. Git does not make such trees, but
     *     whoever makes a repository can.
     */
    static Optional<TreeEntry> read(InputStream listing) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int next = listing.read();
        if (next < 0) {
            return Optional.empty();
        }
        for (; next != '\t' && next >= 0 && head.size() < LONGEST; next = listing.read()) {
            head.write(next);
        }
        ByteArrayOutputStream path = new ByteArrayOutputStream();
        for (next = listing.read(); next > 0 && path.size() < LONGEST; next = listing.read()) {
            path.write(next);
        }
        Matcher matcher = HEAD.matcher(head.toString(StandardCharsets.UTF_8));
        if (next < 0) {
            throw new EOFException("git ended in the middle of a list of files");
        }
        if (!matcher.matches() || next != 0 || path.size() == 0) {
            throw new MalformedTreeException(head.toString(StandardCharsets.UTF_8));
        }
        return Optional.of(
                new TreeEntry(new PastFile(kind(matcher.group(1)), matcher.group(2)), relative(path.toByteArray())));
    }

    private static Kind kind(String mode) {
        return switch (mode) {
            case MODE_OF_EXECUTABLES -> Kind.EXECUTABLE;
            case MODE_OF_LINKS -> Kind.LINK;
            case MODE_OF_SUBMODULES -> Kind.SUBMODULE;
            default -> Kind.FILE;
        };
    }

    private static Path relative(byte[] bytes) {
        Path path = PathText.of(bytes);
        if (path.isAbsolute() || !path.equals(path.normalize()) || path.startsWith("..")) {
            throw new MalformedTreeException(path.toString());
        }
        return path;
    }
}
