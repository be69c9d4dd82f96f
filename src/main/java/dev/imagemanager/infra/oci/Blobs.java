package dev.imagemanager.infra.oci;

import dev.imagemanager.file.AtomicFile;
import dev.imagemanager.file.Folder;
import dev.imagemanager.file.RegularFile;
import dev.imagemanager.reference.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Stores content by its SHA-256 (OCI Image Specification, "Image Layout", blobs). Files are written atomically. */
final class Blobs {

    private static final String ALGORITHM = "sha256";

    /**
     * The largest manifest or index, in bytes. Clients and registries should support this size (OCI Distribution
     * Specification 1.1, "Pushing Manifests").
     */
    static final int MANIFEST_LIMIT = 4 << 20;

    private final Path directory;

    /** @param layout an existing directory */
    Blobs(Path layout) throws IOException {
        Path blobs = layout.resolve("blobs");
        Folder.requireNothingElse(blobs, blobs);
        this.directory = blobs.resolve(ALGORITHM);
        Folder.requireNothingElse(directory, directory);
        Files.createDirectories(directory);
    }

    boolean has(Digest digest, long size) {
        try {
            return RegularFile.size(file(digest)).orElse(-1) == size;
        } catch (IOException unreadable) {
            return false;
        }
    }

    /**
     * Reads a blob.
     *
     * @return empty if it is missing or damaged
     */
    Optional<byte[]> read(Digest digest) throws IOException {
        try {
            return Optional.of(RegularFile.read(file(digest), MANIFEST_LIMIT))
                    .filter(content -> Digest.of(content).equals(digest));
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        }
    }

    /** Opens a blob, whose content may be damaged. */
    InputStream open(Digest digest) throws IOException {
        return RegularFile.open(file(digest));
    }

    /** @throws IOException if the blob is missing or damaged, or the target cannot be written */
    void copy(Digest digest, OutputStream target) throws IOException {
        MessageDigest sha256 = Digest.sha256();
        try (InputStream content = new DigestInputStream(open(digest), sha256)) {
            content.transferTo(target);
        }
        requireIntact(digest, sha256);
    }

    /** @throws IOException if the content has another digest, or cannot be written */
    void write(Digest digest, InputStream content) throws IOException {
        Path file = file(digest);
        try (AtomicFile replacement = AtomicFile.replacing(file)) {
            MessageDigest sha256 = Digest.sha256();
            try (OutputStream output = new DigestOutputStream(Files.newOutputStream(replacement.partial()), sha256)) {
                content.transferTo(output);
            }
            requireIntact(digest, sha256);
            replacement.commit();
        }
    }

    private static void requireIntact(Digest digest, MessageDigest sha256) throws IOException {
        Digest actual = Digest.finish(sha256);
        if (!actual.equals(digest)) {
            throw new IOException("the content of " + digest + " is damaged: its digest is " + actual);
        }
    }

    /** Removes all other blobs, and incomplete files of killed runs. Files with other names are not ours. */
    void retain(Set<Digest> digests) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(directory)) {
            files = found.filter(file -> AtomicFile.isPartial(file)
                            || Digest.find(ALGORITHM + ":" + file.getFileName())
                                    .filter(digest -> !digests.contains(digest))
                                    .isPresent())
                    .toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }

    /** @throws IOException if the digest uses another algorithm */
    private Path file(Digest digest) throws IOException {
        if (!digest.algorithm().equals(ALGORITHM)) {
            throw new IOException(digest + " is not a SHA-256 digest");
        }
        return directory.resolve(digest.hex());
    }
}
