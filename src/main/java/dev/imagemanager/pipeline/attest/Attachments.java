package dev.imagemanager.pipeline.attest;

import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.reference.Digest;
import java.util.List;
import java.util.Optional;

/**
 * What is attached to images in registries: signatures and signed statements where cosign looks for them, and everything as a
 * referrer (OCI Distribution Specification 1.1, "Listing Referrers"). Safe for use by several threads.
 */
public interface Attachments {

    /**
     * @param repository in the registry, without its host
     */
    Place at(Registry registry, String repository);

    /**
     * A repository. All methods fail with a {@link dev.imagemanager.problem.EnvironmentException} if the registry cannot be used,
     * or sends something that is not valid.
     */
    interface Place {

        /** @return empty if there is no such image */
        Optional<PublishedImage> image(String tag) throws InterruptedException;

        /** @return empty if there is no such image */
        Optional<PublishedImage> image(Digest digest) throws InterruptedException;

        List<Attached> signatures(Digest subject) throws InterruptedException;

        /** Returns the signed statements where cosign looks for them. */
        List<Attached> attestations(Digest subject) throws InterruptedException;

        /** Returns the statements among the referrers, with signatures and without. */
        List<Attached> statements(Digest subject) throws InterruptedException;

        /** Returns the content of something that is attached; empty if it is larger than the limit. */
        Optional<byte[]> read(Attached attached, long limit) throws InterruptedException;

        /**
         * Adds to what is attached, and keeps what is there.
         *
         * @param subject which must exist
         * @return what was not there
         */
        List<Attachment> add(Digest subject, List<Attachment> attachments) throws InterruptedException;

        /**
         * Copies all that is attached to an image, and what is attached to that, to another place. What is there stays.
         *
         * @param subject which exists in both places
         * @return how many manifests were written
         */
        int copyTo(Place destination, Digest subject) throws InterruptedException;

        /** The repository with its registry. */
        @Override
        String toString();
    }
}
