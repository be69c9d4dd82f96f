package dev.imagemanager.infra.tool;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Unpacks an archive into a folder. Never writes outside it. */
final class ArchiveFolder {

    private static final int ANY_EXECUTABLE_BIT = 0111;

    private final Path folder;

    /** @param folder exists and is empty */
    ArchiveFolder(Path folder) throws IOException {
        this.folder = folder.toRealPath();
    }

    /** @throws IOException if the archive is damaged or has entries outside the folder */
    void unpack(Path archive) throws IOException {
        try (InputStream file = Files.newInputStream(archive);
                TarArchiveInputStream entries =
                        new TarArchiveInputStream(new GZIPInputStream(new BufferedInputStream(file)))) {
            for (TarArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                unpack(entry, entries);
            }
        }
        refuseLinksThatLeadOut();
    }

    private void unpack(TarArchiveEntry entry, InputStream content) throws IOException {
        Path destination = inside(folder, entry.getName(), entry.getName());
        if (entry.isDirectory()) {
            if (!destination.equals(folder)) {
                createParent(destination, entry);
                Files.createDirectories(destination);
            }
        } else if (entry.isSymbolicLink()) {
            inside(destination.getParent(), entry.getLinkName(), entry.getName());
            createParent(destination, entry);
            Files.createSymbolicLink(destination, Path.of(entry.getLinkName()));
        } else if (isPlainFile(entry)) {
            createParent(destination, entry);
            try {
                Files.copy(content, destination);
            } catch (FileAlreadyExistsException twice) {
                throw new IOException("the archive contains '" + entry.getName() + "' twice", twice);
            }
            boolean isExecutable = (entry.getMode() & ANY_EXECUTABLE_BIT) != 0;
            Files.setPosixFilePermissions(
                    destination, PosixFilePermissions.fromString(isExecutable ? "rwxr-xr-x" : "rw-r--r--"));
        } else {
            throw new IOException("the archive entry '" + entry.getName() + "' is not a file, directory or link");
        }
    }

    /**
     * Checks both type flags for regular files (POSIX {@code ustar}); {@link TarArchiveEntry#isFile} is also true for
     * devices.
     */
    private static boolean isPlainFile(TarArchiveEntry entry) {
        return entry.getLinkFlag() == TarConstants.LF_NORMAL || entry.getLinkFlag() == TarConstants.LF_OLDNORM;
    }

    /** Creates the parent directory and checks its real path, since a link unpacked earlier may lead elsewhere. */
    private void createParent(Path destination, TarArchiveEntry entry) throws IOException {
        if (destination.equals(folder)) {
            throw outside(entry.getName());
        }
        Path parent = destination.getParent();
        for (Path path = parent; !path.equals(folder); path = path.getParent()) {
            if (Files.isSymbolicLink(path)) {
                throw outside(entry.getName());
            }
        }
        Files.createDirectories(parent);
    }

    /** Fails if a link leads outside the folder, possibly through other links, or if its target does not exist. */
    private void refuseLinksThatLeadOut() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path link : files.filter(Files::isSymbolicLink).toList()) {
                if (!Files.exists(link) || !link.toRealPath().startsWith(folder)) {
                    throw outside(folder.relativize(link).toString());
                }
            }
        }
    }

    private Path inside(Path start, String name, String entry) throws IOException {
        try {
            Path path = start.resolve(name).normalize();
            if (path.startsWith(folder) && !Path.of(name).isAbsolute()) {
                return path;
            }
        } catch (InvalidPathException notAName) {
            throw new IOException("the archive contains an entry whose name is not a valid path", notAName);
        }
        throw outside(entry);
    }

    private static IOException outside(String entry) {
        return new IOException("the archive entry '" + entry + "' leads outside the target directory");
    }
}
