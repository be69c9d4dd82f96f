package dev.imagemanager.pipeline.registry;

import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.reference.Digest;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks into registries, and removes from them. */
public interface RegistryInventory {

    /** Returns a registry. Opens no connection yet. */
    Place at(Registry registry);

    /**
     * A registry. Safe for use by several threads. All of its methods throw {@link dev.imagemanager.problem.EnvironmentException}
     * if the registry does not respond or denies access, and {@link InterruptedException} if interrupted.
     */
    interface Place {

        /** Returns the tags of a repository; none if it does not exist. */
        List<String> tags(String repository) throws InterruptedException;

        /** Returns the digest of whatever has a tag; empty if the tag does not exist. */
        Optional<Digest> digestOf(String repository, String tag) throws InterruptedException;

        /** Returns whether a manifest or index exists. */
        boolean has(String repository, Digest digest) throws InterruptedException;

        /** Reads a manifest or index, and the configuration of an image; empty if it does not exist. */
        Optional<StoredManifest> find(String repository, Digest digest) throws InterruptedException;

        /** Returns what is attached to a manifest or index, whether it has tags or not. */
        Set<Digest> attachedTo(String repository, Digest subject) throws InterruptedException;

        /**
         * Removes a manifest or index, and with it all tags that it has.
         *
         * @return whether the registry removes at all; what does not exist counts as removed
         */
        boolean remove(String repository, Digest digest) throws InterruptedException;

        /**
         * Removes a tag; what has the tag stays.
         *
         * @return whether the registry removes single tags
         */
        boolean removeTag(String repository, String tag) throws InterruptedException;
    }
}
