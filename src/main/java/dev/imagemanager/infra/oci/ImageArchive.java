package dev.imagemanager.infra.oci;

import dev.imagemanager.reference.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/**
 * The content of an archive that is an OCI image layout, such as BuildKit's {@code type=docker} with OCI media types.
 * It is read without unpacking it, layer by layer.
 */
public final class ImageArchive implements AutoCloseable {

    private static final String BLOBS = "blobs/sha256/";

    private final TarFile tar;
    private final Map<Digest, TarArchiveEntry> blobs = new LinkedHashMap<>();

    /** @throws IOException if the file is not a valid archive or cannot be read */
    public ImageArchive(Path file) throws IOException {
        this.tar = new TarFile(file);
        for (TarArchiveEntry entry : tar.getEntries()) {
            if (entry.isFile() && entry.getName().startsWith(BLOBS)) {
                Digest.find("sha256:" + entry.getName().substring(BLOBS.length()))
                        .ifPresent(digest -> blobs.put(digest, entry));
            }
        }
    }

    /** Returns the digests of all blobs, in the order of the archive. */
    Set<Digest> digests() {
        return blobs.keySet();
    }

    /**
     * Reads a manifest.
     *
     * @throws IOException if it is missing, damaged or too large
     */
    public byte[] manifest(Digest digest) throws IOException {
        try (InputStream content = tar.getInputStream(blob(digest))) {
            byte[] manifest = content.readNBytes(Blobs.MANIFEST_LIMIT + 1);
            if (manifest.length > Blobs.MANIFEST_LIMIT) {
                throw new IOException(
                        "the manifest " + digest + " is larger than " + Blobs.MANIFEST_LIMIT / (1 << 20) + " MiB");
            }
            if (!Digest.of(manifest).equals(digest)) {
                throw new IOException(digest + " is damaged");
            }
            return manifest;
        }
    }

    /** Returns the size of a blob in bytes. */
    public long size(Digest digest) throws IOException {
        return blob(digest).getSize();
    }

    /** Opens a blob. The caller must verify the digest. */
    public InputStream open(Digest digest) {
        try {
            return tar.getInputStream(blob(digest));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private TarArchiveEntry blob(Digest digest) throws IOException {
        TarArchiveEntry entry = blobs.get(digest);
        if (entry == null) {
            throw new IOException(digest + " is missing");
        }
        return entry;
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }
}
