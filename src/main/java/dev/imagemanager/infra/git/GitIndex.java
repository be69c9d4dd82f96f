package dev.imagemanager.infra.git;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The list of files that git wrote into a working tree (git documentation, "index-format", versions 2 to 4). It is read
 * without the program {@code git}, which need not be installed, and could run what the configuration of a repository names.
 */
public final class GitIndex {

    private static final int SIGNATURE = 0x44495243; // DIRC
    private static final int HEADER = 12;
    /** The times, device, inode, mode, owner, group and size of an entry. */
    private static final int STATUS = 40;

    private static final int MODIFIED = 8;
    private static final int SIZE = 36;
    private static final int[] LENGTHS_OF_OBJECT_IDS = {20, 32};
    private static final int IS_EXTENDED = 0x4000;
    private static final String DIRECTORY_FILE = "gitdir: ";

    private final byte[] content;

    private GitIndex(byte[] content) {
        this.content = content;
    }

    /**
     * Returns whether git wrote files in a directory that have not been replaced or changed since. An index that cannot be
     * understood has no files.
     *
     * @param directory its parent must exist
     * @throws IOException if the index cannot be read
     */
    public static boolean wroteFilesIn(Path directory) throws IOException {
        Path parent = directory.toAbsolutePath().getParent().toRealPath();
        Path real = parent.resolve(directory.getFileName());
        for (Path tree = parent; tree != null; tree = tree.getParent()) {
            Optional<Path> index = indexOf(tree);
            if (index.isPresent()) {
                Optional<GitIndex> found = read(index.get());
                return found.isPresent() && found.get().hasFileBelow(tree, tree.relativize(real) + "/");
            }
        }
        return false;
    }

    private static Optional<GitIndex> read(Path index) throws IOException {
        try {
            return Optional.of(new GitIndex(Files.readAllBytes(index)));
        } catch (NoSuchFileException nothingTracked) {
            return Optional.empty();
        }
    }

    /** Returns the index of the repository whose working tree this directory is (git documentation, "gitfile"). */
    private static Optional<Path> indexOf(Path tree) throws IOException {
        Path git = tree.resolve(".git");
        if (Files.isDirectory(git)) {
            return Optional.of(git.resolve("index"));
        }
        if (!Files.isRegularFile(git, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        String text = new String(Files.readAllBytes(git), StandardCharsets.UTF_8).strip();
        return text.startsWith(DIRECTORY_FILE)
                ? Optional.of(
                        tree.resolve(text.substring(DIRECTORY_FILE.length())).resolve("index"))
                : Optional.empty();
    }

    private boolean hasFileBelow(Path tree, String prefix) throws IOException {
        for (int length : LENGTHS_OF_OBJECT_IDS) {
            if (hasFileBelow(tree, prefix.getBytes(StandardCharsets.UTF_8), length)) {
                return true;
            }
        }
        return false;
    }

    private boolean hasFileBelow(Path tree, byte[] prefix, int lengthOfObjectIds) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(content);
        if (content.length < HEADER || buffer.getInt() != SIGNATURE) {
            return false;
        }
        int version = buffer.getInt();
        int entries = buffer.getInt();
        byte[] path = {};
        for (int entry = 0; entry < entries; entry++) {
            int start = buffer.position();
            int flags = start + STATUS + lengthOfObjectIds;
            if (flags + 2 > content.length) {
                return false;
            }
            boolean isExtended = (buffer.getShort(flags) & IS_EXTENDED) != 0;
            buffer.position(Math.min(content.length, flags + (isExtended ? 4 : 2)));
            int kept = version >= 4 ? path.length - offset(buffer) : 0;
            int suffix = buffer.position();
            int end = suffix;
            while (end < content.length && content[end] != 0) {
                end++;
            }
            if (end == content.length || kept < 0 || kept > path.length) {
                return false;
            }
            byte[] next = Arrays.copyOf(path, kept + end - suffix);
            System.arraycopy(content, suffix, next, kept, end - suffix);
            path = next;
            if (path.length > prefix.length
                    && Arrays.equals(path, 0, prefix.length, prefix, 0, prefix.length)
                    && isUnchanged(tree.resolve(new String(path, StandardCharsets.UTF_8)), start)) {
                return true;
            }
            int length = end - start;
            // Versions 2 and 3 end entries with 1 to 8 zeros, so that their length is a multiple of 8.
            buffer.position(Math.min(content.length, version >= 4 ? end + 1 : start + (length / 8 + 1) * 8));
        }
        return false;
    }

    /** Git compares the same values to find out whether a file was changed. It sets the size to 0 if it must look again. */
    private boolean isUnchanged(Path file, int entry) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(content);
        int modified = buffer.getInt(entry + MODIFIED);
        int size = buffer.getInt(entry + SIZE);
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return (int) attributes.lastModifiedTime().to(TimeUnit.SECONDS) == modified
                    && (size == 0 || (int) attributes.size() == size);
        } catch (NoSuchFileException removed) {
            return false;
        }
    }

    /** Reads a number in the encoding of offsets (git documentation, "pack-format"). */
    private static int offset(ByteBuffer buffer) {
        int value = -1;
        int next = 0x80;
        while ((next & 0x80) != 0 && buffer.hasRemaining()) {
            next = buffer.get();
            value = (value + 1 << 7) + (next & 0x7f);
        }
        return value;
    }
}
