package dev.imagemanager.pipeline.revision;

import dev.imagemanager.file.FileState;
import dev.imagemanager.file.FleetReader;
import dev.imagemanager.file.PathText;
import dev.imagemanager.file.RegularFile;
import dev.imagemanager.pipeline.context.BuildContexts;
import dev.imagemanager.pipeline.context.ContextFile;
import dev.imagemanager.pipeline.revision.PastFile.Kind;
import dev.imagemanager.reference.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Compares the files that builders get of a context with those that they got at a revision, by content. Files are compared as
 * they are: where git converts them (line endings, filters), they differ.
 */
public final class ContextChanges {

    private static final Path IGNORE_FILE = Path.of(".dockerignore");
    private static final int HEX_DIGITS_OF_SHA1 = 40;
    private static final int BUFFER = 1 << 16;
    private static final int EXECUTABLE_BY_OWNER = 0100;

    private final Path fleetDirectory;
    private final FleetReader reader;
    private final BuildContexts contexts;
    private final PastFiles past;
    private final Map<Context, Boolean> known = new HashMap<>();

    private record Context(Path folder, Digest ignoreFile) {}

    /** @param fleetDirectory absolute */
    public ContextChanges(Path fleetDirectory, BuildContexts contexts, PastFiles past) {
        this.fleetDirectory = fleetDirectory;
        this.reader = new FleetReader(fleetDirectory);
        this.contexts = contexts;
        this.past = past;
    }

    /**
     * @param folder of the context, relative to the fleet's directory
     * @param ignoreFile the content of its ignore file, now as at the revision
     * @throws IOException if something that belongs to the context cannot be read
     */
    public boolean isChanged(Path folder, byte[] ignoreFile) throws IOException {
        Context context = new Context(folder.normalize(), Digest.of(ignoreFile));
        Boolean answer = known.get(context);
        if (answer == null) {
            answer = compare(context.folder(), ignoreFile);
            known.put(context, answer);
        }
        return answer;
    }

    /** Compares a context that has its ignore file in its folder. If that file differs, so does the context. */
    public boolean isChanged(Path folder) throws IOException {
        byte[] ignoreFile = contexts.ignoreFile(folder);
        Path file = place(folder).resolve(IGNORE_FILE);
        Optional<PastFile> before = past.find(file);
        boolean isSame = before.isPresent()
                ? before.get().id().equals(idOf(ignoreFile, before.get().id()))
                : ignoreFile.length == 0;
        return !isSame || isChanged(folder, ignoreFile);
    }

    private boolean compare(Path folder, byte[] ignoreFile) throws IOException {
        if (leadsElsewhere(folder)) {
            return true;
        }
        Path place = place(folder);
        Set<Path> before = new HashSet<>(BuildContexts.select(
                past.below(place).stream().map(place::relativize).toList(), ignoreFile));
        List<ContextFile> now = contexts.files(folder, ignoreFile).stream()
                .filter(file -> !file.state().isFolder())
                .toList();
        Path root = fleetDirectory.toRealPath().resolve(place);
        return !before.equals(new HashSet<>(paths(now, root)))
                || now.parallelStream()
                        .anyMatch(file -> isDifferent(
                                file,
                                past.find(place.resolve(root.relativize(file.absolute())))
                                        .orElseThrow()));
    }

    private static Collection<Path> paths(List<ContextFile> files, Path root) {
        return files.stream().map(file -> root.relativize(file.absolute())).toList();
    }

    /** Returns whether a link above the context is not the same as before. */
    private boolean leadsElsewhere(Path folder) throws IOException {
        for (int i = 1; i <= folder.getNameCount(); i++) {
            Path part = folder.subpath(0, i);
            Path absolute = fleetDirectory.resolve(part);
            Optional<PastFile> before = past.find(part).filter(file -> file.kind() == Kind.LINK);
            boolean isLink = Files.isSymbolicLink(absolute);
            if (isLink != before.isPresent()
                    || isLink
                            && !before.get()
                                    .id()
                                    .equals(idOf(
                                            destination(absolute), before.get().id()))) {
                return true;
            }
        }
        return false;
    }

    /** Returns where a context is after following links, relative to the fleet's directory. */
    private Path place(Path folder) throws IOException {
        try {
            return fleetDirectory.toRealPath().relativize(reader.realContext(folder));
        } catch (NoSuchFileException missing) {
            return folder.normalize();
        }
    }

    private static boolean isDifferent(ContextFile file, PastFile before) {
        FileState state = file.state();
        try {
            return switch (before.kind()) {
                case FILE, EXECUTABLE ->
                    !state.isRegular()
                            || isExecutable(state) != (before.kind() == Kind.EXECUTABLE)
                            || !idOf(file, before.id()).equals(before.id());
                case LINK ->
                    !state.isLink()
                            || !idOf(destination(file.absolute()), before.id()).equals(before.id());
                case SUBMODULE -> true;
            };
        } catch (IOException unreadable) {
            return true;
        }
    }

    private static boolean isExecutable(FileState state) {
        return (state.mode() & EXECUTABLE_BY_OWNER) != 0;
    }

    private static byte[] destination(Path link) throws IOException {
        return PathText.bytes(Files.readSymbolicLink(link));
    }

    private static String idOf(byte[] content, String like) {
        MessageDigest digest = start(content.length, like);
        return HexFormat.of().formatHex(digest.digest(content));
    }

    private static String idOf(ContextFile file, String like) throws IOException {
        MessageDigest digest = start(file.state().size(), like);
        byte[] buffer = new byte[BUFFER];
        try (InputStream content = RegularFile.open(file.absolute())) {
            for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * Starts the id of a blob, whose algorithm is that of the repository (gitformat-hash-function-transition).
     *
     * @param like another id of the repository
     */
    private static MessageDigest start(long size, String like) {
        try {
            MessageDigest digest = MessageDigest.getInstance(like.length() == HEX_DIGITS_OF_SHA1 ? "SHA-1" : "SHA-256");
            digest.update(("blob " + size + "\0").getBytes(StandardCharsets.US_ASCII));
            return digest;
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
