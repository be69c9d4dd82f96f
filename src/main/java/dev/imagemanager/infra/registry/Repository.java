package dev.imagemanager.infra.registry;

import dev.imagemanager.reference.Digest;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.locks.Lock;

/** A repository of a registry, with access to its blobs, manifests, tags and referrers. */
public final class Repository {

    private final RegistryConnection connection;
    private final String name;
    private final Optional<String> namespace;
    private final Lock referrersLock;

    Repository(RegistryConnection connection, String name, Optional<String> namespace, Lock referrersLock) {
        this.connection = connection;
        this.name = name;
        this.namespace = namespace;
        this.referrersLock = referrersLock;
    }

    public RepositoryManifests manifests() {
        return new RepositoryManifests(this);
    }

    public RepositoryBlobs blobs() {
        return new RepositoryBlobs(this);
    }

    public RepositoryReferrers referrers() {
        return new RepositoryReferrers(this, referrersLock);
    }

    public RepositoryTags tags() {
        return new RepositoryTags(this);
    }

    public String name() {
        return name;
    }

    /** Returns the name with the registry, as in an image reference. */
    @Override
    public String toString() {
        return connection.registry().host() + "/" + name;
    }

    RegistryConnection connection() {
        return connection;
    }

    /** Returns what has a digest in the repository, for messages. */
    String subject(Digest digest) {
        return name + "@" + digest;
    }

    /** Returns the registry's host and optional port. */
    public String host() {
        return connection.registry().host();
    }

    /**
     * Returns an address in the repository.
     *
     * @param path below the repository
     */
    URI address(String path) throws IOException {
        return connection.address("/v2/" + name + path);
    }

    /** Creates a request with read access. */
    RegistryRequest read(String method, String path, String subject, Integer... accepted) throws IOException {
        return RegistryRequest.of(method, address(inNamespace(path)), subject, scopes("pull"), accepted);
    }

    /** The parameter with which clients tell mirrors whose content they want (containerd, {@code addNamespace}). */
    private String inNamespace(String path) {
        return namespace
                .map(registry -> path + (path.contains("?") ? "&" : "?") + "ns=" + registry)
                .orElse(path);
    }

    /** Creates a request with write access. */
    RegistryRequest write(String method, URI address, String subject, Integer... accepted) {
        return RegistryRequest.of(method, address, subject, scopes("pull,push"), accepted);
    }

    /**
     * Creates a request that removes something. Some token services want another action for it, such as {@code *}; the
     * challenge of the registry names it.
     */
    RegistryRequest delete(String path, String subject, Integer... accepted) throws IOException {
        return RegistryRequest.of("DELETE", address(path), subject, scopes("delete"), accepted);
    }

    private SortedSet<String> scopes(String actions) {
        return new TreeSet<>(List.of(scope(name, actions)));
    }

    static String scope(String repository, String actions) {
        return "repository:" + repository + ":" + actions;
    }
}
