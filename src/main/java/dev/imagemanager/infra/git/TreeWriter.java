package dev.imagemanager.infra.git;

import dev.imagemanager.file.FleetReader;
import dev.imagemanager.file.PathText;
import dev.imagemanager.pipeline.revision.PastFile;
import dev.imagemanager.pipeline.revision.PastFile.Kind;
import dev.imagemanager.pipeline.revision.PastFiles;
import dev.imagemanager.pipeline.revision.SourceSelection;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes the selected files of a tree into a directory, and all directories and links. Links are made last, so that nothing
 * is written through them. The tree may be made to harm: its size has limits.
 */
final class TreeWriter {

    /** The most files of a tree. */
    private static final int FILE_LIMIT = 1_000_000;

    /** The most directories of a tree, which are all created. */
    private static final int DIRECTORY_LIMIT = 200_000;

    /** The most bytes of all selected files. */
    private static final long BYTE_LIMIT = 512L << 20;

    /** {@code git cat-file --batch} prints this before each object, or {@code id SP missing}. */
    private static final Pattern HEAD = Pattern.compile("([0-9a-f]{40,64}) (?:blob ([0-9]{1,18})|missing)");

    private static final int LONGEST_HEAD = 200;
    private static final int LONGEST_LINK = 1 << 12;

    private final Path directory;
    private final long byteLimit;
    private final SourceSelection selection = new SourceSelection();
    private final Set<Path> directories = new HashSet<>();
    private final Set<Path> done = new HashSet<>();
    private final Map<Path, Path> links = new LinkedHashMap<>();
    private final NavigableMap<Path, PastFile> files = new TreeMap<>();
    private List<TreeEntry> wanted = new ArrayList<>();
    private long bytes;
    private boolean isComplete;

    /** @param directory empty */
    TreeWriter(Path directory) {
        this(directory, BYTE_LIMIT);
    }

    TreeWriter(Path directory, long byteLimit) {
        this.directory = directory;
        this.byteLimit = byteLimit;
    }

    /** The tree is larger than a limit. */
    static final class TooLargeException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooLargeException(String what) {
            super(what);
        }
    }

    /** An object of the tree is not in the repository. */
    static final class MissingObjectException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        MissingObjectException(Path file) {
            super(file.toString());
        }
    }

    /** Returns whether no more files are needed: {@link #list} need not be called again. */
    boolean isComplete() {
        return isComplete;
    }

    /** Returns all files of the tree, also those that are not written. */
    PastFiles files() {
        return new PastFiles(files);
    }

    /** Returns the submodules, which have no files here. */
    List<Path> submodules() {
        return files.entrySet().stream()
                .filter(file -> file.getValue().kind() == Kind.SUBMODULE)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Reads the list of all files, and decides which are needed. The first time, creates the directories. */
    void list(InputStream listing) throws IOException {
        boolean isFirst = directories.isEmpty();
        wanted = new ArrayList<>();
        int count = 0;
        InputStream buffered = new BufferedInputStream(listing);
        for (var next = TreeEntry.read(buffered); next.isPresent(); next = TreeEntry.read(buffered)) {
            TreeEntry entry = next.get();
            if (++count > FILE_LIMIT) {
                throw new TooLargeException("more than " + FILE_LIMIT + " files");
            }
            if (isFirst) {
                note(entry);
            }
            Kind kind = entry.file().kind();
            boolean isNeeded = kind == Kind.LINK || kind.isRegular() && selection.mayBeRead(entry.path());
            if (isNeeded && done.add(entry.path())) {
                wanted.add(entry);
            }
        }
        if (isFirst) {
            for (Path folder : directories) {
                Files.createDirectories(directory.resolve(folder));
            }
        }
        isComplete = wanted.isEmpty();
    }

    private void note(TreeEntry entry) {
        files.put(entry.path(), entry.file());
        Path folder = entry.file().kind() == Kind.SUBMODULE
                ? entry.path()
                : entry.path().getParent();
        directories.add(folder == null ? Path.of("") : folder);
        if (directories.size() > DIRECTORY_LIMIT) {
            throw new TooLargeException("more than " + DIRECTORY_LIMIT + " directories");
        }
    }

    /** Returns the ids of the objects that {@link #read} needs, one per line. */
    String ids() {
        return wanted.stream().map(entry -> entry.file().id() + "\n").collect(Collectors.joining());
    }

    /** Reads the objects with these {@link #ids}, and writes the files. */
    void read(InputStream objects) throws IOException {
        InputStream buffered = new BufferedInputStream(objects);
        boolean isMore = false;
        for (TreeEntry entry : wanted) {
            long size = sizeOfNext(buffered, entry);
            boolean isRead = size <= FleetReader.TEMPLATE_LIMIT;
            byte[] content = isRead ? buffered.readNBytes((int) size) : new byte[0];
            buffered.skipNBytes(isRead ? 0 : size);
            buffered.skipNBytes(1);
            if (content.length < size && isRead) {
                throw new EOFException("git ended in the middle of " + entry.path());
            }
            bytes += content.length;
            if (bytes > byteLimit) {
                throw new TooLargeException(
                        "more than " + (byteLimit >> 20) + " MiB in definitions, templates and the like");
            }
            isMore |= entry.file().kind() == Kind.LINK
                    ? link(entry.path(), content)
                    : write(entry.path(), content, isRead);
        }
        isComplete = !isMore;
    }

    private static long sizeOfNext(InputStream objects, TreeEntry entry) throws IOException {
        StringBuilder head = new StringBuilder();
        int next = objects.read();
        for (; next >= 0 && next != '\n' && head.length() < LONGEST_HEAD; next = objects.read()) {
            head.append((char) next);
        }
        if (next < 0) {
            throw new EOFException("git ended before " + entry.path());
        }
        Matcher matcher = HEAD.matcher(head);
        if (!matcher.matches() || !matcher.group(1).equals(entry.file().id())) {
            throw new MalformedTreeException(entry.path().toString());
        }
        if (matcher.group(2) == null) {
            throw new MissingObjectException(entry.path());
        }
        return Long.parseLong(matcher.group(2));
    }

    /** A file that is too large to be read is a hole of that size. */
    private boolean write(Path file, byte[] content, boolean isRead) throws IOException {
        Path absolute = directory.resolve(file);
        if (isRead) {
            Files.write(absolute, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            return selection.learn(file, content);
        }
        try (SeekableByteChannel hole = Files.newByteChannel(
                absolute, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE))) {
            hole.position(FleetReader.TEMPLATE_LIMIT).write(ByteBuffer.wrap(new byte[1]));
        }
        return false;
    }

    private boolean link(Path file, byte[] destination) {
        String text = new String(destination, StandardCharsets.ISO_8859_1);
        if (text.isEmpty() || text.length() > LONGEST_LINK || text.indexOf('\0') >= 0) {
            throw new MalformedTreeException(file.toString());
        }
        links.put(file, PathText.of(destination));
        return selection.learnLink(links.get(file));
    }

    /** Creates the links, after all files were written. */
    void createLinks() throws IOException {
        for (Map.Entry<Path, Path> link : links.entrySet()) {
            Files.createSymbolicLink(directory.resolve(link.getKey()), link.getValue());
        }
    }
}
