package dev.imagemanager.infra.oci;

import dev.imagemanager.reference.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Reads the images in a directory (OCI Image Specification, "Image Layout"). */
public final class LayoutReader {

    private final ImageLayout layout;

    /** @param directory absolute */
    public LayoutReader(Path directory) throws IOException {
        this.layout = new ImageLayout(directory);
    }

    /** @throws IOException if the manifest is missing or damaged */
    public byte[] manifest(Digest digest) throws IOException {
        return layout.content(digest);
    }

    public String mediaType(Digest digest) throws IOException {
        return layout.manifest(digest).mediaType();
    }

    /**
     * Opens a blob. Its content is not verified.
     *
     * @throws IOException if it is missing
     */
    public InputStream open(Digest blob) throws IOException {
        return layout.open(blob);
    }
}
