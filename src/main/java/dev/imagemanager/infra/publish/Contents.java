package dev.imagemanager.infra.publish;

import dev.imagemanager.infra.registry.Manifest;
import dev.imagemanager.infra.registry.Repository;
import dev.imagemanager.reference.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The content of one image of the fleet, with all its tags. Safe for use by several threads. */
interface Contents {

    /**
     * Returns a manifest or an index.
     *
     * @throws IOException also if it does not exist, or has another digest
     */
    Manifest manifest(Digest digest) throws IOException, InterruptedException;

    /**
     * Opens a blob.
     *
     * @throws IOException also if it does not exist
     */
    InputStream open(Digest blob) throws IOException, InterruptedException;

    /** Returns the repository that has it; empty if no registry has it. */
    Optional<Repository> repository();
}
