package dev.imagemanager.infra.oci;

import dev.imagemanager.reference.Digest;
import java.io.Flushable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.io.input.BoundedInputStream;

/**
 * The layers in the archives that a command writes. A layer that several images have is fetched for the first of them, and
 * copied from its archive for the others; who needs it meanwhile waits for it. Safe for use by several threads.
 */
public final class ArchivedLayers {

    private final Map<Digest, CompletableFuture<Optional<Place>>> places = new ConcurrentHashMap<>();

    /** The hash of an archive that so far has these layers. */
    private final Map<List<Digest>, MessageDigest> hashes = new ConcurrentHashMap<>();

    /**
     * Where a layer is in a file.
     *
     * @param partial the name of the file until the archive is complete
     * @param offset in bytes
     * @param size in bytes
     * @param checksum of the content. It tells whether somebody changed the file, and takes much less time than the digest,
     *     which was verified when the layer was fetched.
     */
    private record Place(Path partial, Path file, long offset, long size, long checksum) {

        InputStream open() throws IOException {
            try {
                return Files.newInputStream(partial);
            } catch (NoSuchFileException complete) {
                return Files.newInputStream(file);
            }
        }
    }

    /**
     * Writes the content of a layer, and ends its entry.
     *
     * @param source where it is fetched
     * @param tar in the entry of the layer
     * @param buffer that {@code tar} writes to, which it does not flush
     * @param partial the file that the archive is written to
     * @param file that the archive becomes
     * @throws IOException if it cannot be fetched or written, or an archive of this command was changed
     */
    void copy(
            Descriptor layer,
            ArchiveWriter.Source source,
            TarArchiveOutputStream tar,
            Flushable buffer,
            Path partial,
            Path file)
            throws IOException, InterruptedException {
        CompletableFuture<Optional<Place>> own = new CompletableFuture<>();
        CompletableFuture<Optional<Place>> known = places.putIfAbsent(layer.digest(), own);
        if (known != null) {
            if (!isCopied(layer, known, tar)) {
                source.copy(layer.digest(), tar);
            }
            tar.closeArchiveEntry();
            return;
        }
        try {
            long offset = tar.getBytesWritten();
            CheckedOutputStream checked = new CheckedOutputStream(tar, new CRC32());
            source.copy(layer.digest(), checked);
            tar.closeArchiveEntry();
            buffer.flush();
            own.complete(Optional.of(new Place(
                    partial, file, offset, layer.size(), checked.getChecksum().getValue())));
        } finally {
            if (!own.isDone()) {
                places.remove(layer.digest());
                own.complete(Optional.empty());
            }
        }
    }

    /**
     * Returns the state of the hash of an archive that begins with these layers, for the caller to go on with. Hashing takes
     * longer than copying.
     *
     * @return empty if none with them was written
     */
    Optional<MessageDigest> hashAfter(List<Digest> layers) {
        return Optional.ofNullable(hashes.get(layers)).map(ArchivedLayers::copy);
    }

    /** @param state of the hash of an archive that so far has these layers */
    void keepHash(List<Digest> layers, MessageDigest state) {
        hashes.computeIfAbsent(layers, key -> copy(state));
    }

    private static MessageDigest copy(MessageDigest state) {
        try {
            return (MessageDigest) state.clone();
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static boolean isCopied(Descriptor layer, CompletableFuture<Optional<Place>> known, OutputStream target)
            throws IOException, InterruptedException {
        Optional<Place> place;
        try {
            place = known.get();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
        if (place.isEmpty()) {
            return false;
        }
        InputStream archive;
        try {
            archive = place.get().open();
        } catch (IOException removed) {
            return false;
        }
        try (archive) {
            archive.skipNBytes(place.get().offset());
            CheckedInputStream content = new CheckedInputStream(
                    BoundedInputStream.builder()
                            .setInputStream(archive)
                            .setMaxCount(place.get().size())
                            .get(),
                    new CRC32());
            content.transferTo(target);
            if (content.getChecksum().getValue() != place.get().checksum()) {
                throw new IOException(place.get().file() + " was changed while its layers were copied");
            }
            return true;
        }
    }
}
