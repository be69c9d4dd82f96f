package dev.imagemanager.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A new folder that appears with all its files at once: they are written to a folder with a random name beside it, which is
 * renamed when it is complete.
 */
public final class AtomicFolder implements AutoCloseable {

    /** Reduced by the umask of the process. */
    private static final Set<PosixFilePermission> USUAL = PosixFilePermissions.fromString("rwxrwxrwx");

    private final Path folder;
    private final Path partial;
    private boolean isCommitted;

    private AtomicFolder(Path folder, Path partial) {
        this.folder = folder;
        this.partial = partial;
    }

    /** @param folder absolute, in an existing folder */
    public static AtomicFolder creating(Path folder) throws IOException {
        while (true) {
            Path partial = folder.resolveSibling("." + folder.getFileName() + "."
                    + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()) + AtomicFile.ENDING);
            try {
                return new AtomicFolder(
                        folder, Files.createDirectory(partial, PosixFilePermissions.asFileAttribute(USUAL)));
            } catch (FileAlreadyExistsException taken) {
                // Another random name is free.
                continue;
            }
        }
    }

    /** @param permissions of the file, reduced by the umask of the process */
    public void write(String name, byte[] content, Set<PosixFilePermission> permissions) throws IOException {
        try (SeekableByteChannel file = Files.newByteChannel(
                partial.resolve(name),
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(permissions))) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                file.write(rest);
            }
        }
    }

    /**
     * Puts the folder in its place.
     *
     * @return false if something is there meanwhile
     */
    public boolean commit() throws IOException {
        try {
            Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
            isCommitted = true;
            return true;
        } catch (IOException failure) {
            if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
            throw failure;
        }
    }

    /** Removes the files unless they were committed. */
    @Override
    public void close() throws IOException {
        if (!isCommitted) {
            remove(partial);
        }
    }

    private static void remove(Path partial) throws IOException {
        for (Path file : Folder.entries(partial)) {
            Files.deleteIfExists(file);
        }
        Files.deleteIfExists(partial);
    }

    /** Removes what killed programs left of folders in a folder. Nothing else may create folders there meanwhile. */
    public static void removeLeftovers(Path parent) throws IOException {
        for (Path leftover : AtomicFile.leftoversIn(parent)) {
            if (Files.isDirectory(leftover, LinkOption.NOFOLLOW_LINKS)) {
                remove(leftover);
            }
        }
    }
}
