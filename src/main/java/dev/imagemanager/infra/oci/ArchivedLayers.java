package dev.imagemanager.infra.oci;

import dev.imagemanager.reference.Digest;
import java.io.FilterOutputStream;
import java.io.Flushable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * The layers in the archives that a command writes. A layer that several images have is fetched for the first of them, and
 * copied from its archive for the others; who needs it meanwhile waits for it. Safe for use by several threads.
 */
public final class ArchivedLayers {

    private final Map<Digest, CompletableFuture<Optional<Place>>> places = new ConcurrentHashMap<>();

    /**
     * Where a layer is in a file.
     *
     * @param partial the name of the file until the archive is complete
     * @param offset in bytes
     * @param size in bytes
     */
    private record Place(Path partial, Path file, long offset, long size) {

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
            source.copy(layer.digest(), tar);
            tar.closeArchiveEntry();
            buffer.flush();
            own.complete(Optional.of(new Place(partial, file, offset, layer.size())));
        } finally {
            if (!own.isDone()) {
                places.remove(layer.digest());
                own.complete(Optional.empty());
            }
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
            MessageDigest sha256 = Digest.sha256();
            copy(archive, place.get().size(), new FilterOutputStream(target) {
                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    sha256.update(bytes, offset, length);
                    out.write(bytes, offset, length);
                }
            });
            if (!Digest.finish(sha256).equals(layer.digest())) {
                throw new IOException(place.get().file() + " was changed while its layers were copied");
            }
            return true;
        }
    }

    private static void copy(InputStream from, long size, OutputStream to) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long left = size;
        while (left > 0) {
            int read = from.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new IOException("an archive ended early while its layers were copied");
            }
            to.write(buffer, 0, read);
            left -= read;
        }
    }
}
