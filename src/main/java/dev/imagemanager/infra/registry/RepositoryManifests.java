package dev.imagemanager.infra.registry;

import dev.imagemanager.infra.http.BodySink;
import dev.imagemanager.infra.registry.RegistryConnection.Answer;
import dev.imagemanager.problem.Excerpt;
import dev.imagemanager.reference.Digest;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The manifests and indexes of a repository (OCI Distribution Specification 1.1, "Pulling manifests", "Pushing Manifests", "Deleting Manifests"). */
public final class RepositoryManifests {

    private static final String DIGEST_HEADER = "Docker-Content-Digest";

    private static final String TYPES = String.join(", ", ManifestFormat.TYPES);

    private final Repository repository;

    RepositoryManifests(Repository repository) {
        this.repository = repository;
    }

    /**
     * Returns the digest of an image's tag; empty if the tag does not exist.
     *
     * @throws NotManifestException if the registry sends something else, or an index without images
     */
    public Optional<Digest> digest(String tag) throws IOException, InterruptedException {
        String subject = repository.name() + ":" + tag;
        Answer<Void> answer = repository
                .connection()
                .repeat(repository
                        .read("HEAD", "/manifests/" + tag, subject, 200, 404)
                        .with("Accept", TYPES));
        if (answer.status() == 404) {
            return Optional.empty();
        }
        ManifestFormat format = new ManifestFormat(repository.host(), subject);
        format.isSaid(typeOf(answer));
        Optional<Digest> digest = digestIn(answer, subject);
        boolean mayBeEmpty = ManifestFormat.mayBeEmpty(
                typeOf(answer),
                answer.headers().firstValueAsLong("Content-Length").orElse(Long.MAX_VALUE));
        if (digest.isPresent() && !mayBeEmpty) {
            return digest;
        }
        Optional<Manifest> manifest = find(tag);
        return manifest.isPresent()
                ? Optional.of(format.requireImage(manifest.get()).digest())
                : Optional.empty();
    }

    /** Returns the digest of whatever has a tag, whether it is an image or not; empty if the tag does not exist. */
    public Optional<Digest> digestOfAny(String tag) throws IOException, InterruptedException {
        String subject = repository.name() + ":" + tag;
        Answer<Void> answer = repository
                .connection()
                .repeat(repository
                        .read("HEAD", "/manifests/" + tag, subject, 200, 404)
                        .with("Accept", TYPES));
        if (answer.status() == 404) {
            return Optional.empty();
        }
        Optional<Digest> digest = digestIn(answer, subject);
        return digest.isPresent()
                ? digest
                : read(tag, subject, Optional.empty())
                        .map(found -> found.manifest().digest());
    }

    /** Returns whether a manifest or index exists. */
    public boolean has(Digest digest) throws IOException, InterruptedException {
        return repository
                        .connection()
                        .repeat(repository
                                .read("HEAD", "/manifests/" + digest, repository.subject(digest), 200, 404)
                                .with("Accept", TYPES))
                        .status()
                == 200;
    }

    /**
     * Returns the manifest or index of a tag; empty if the tag does not exist.
     *
     * @throws NotManifestException if the registry sends something else
     */
    public Optional<Manifest> find(String tag) throws IOException, InterruptedException {
        String subject = repository.name() + ":" + tag;
        Optional<Stored> found = read(tag, subject, Optional.empty());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Manifest manifest = found.get().manifest();
        String type = new ManifestFormat(repository.host(), subject).typeOf(manifest);
        return Optional.of(new Manifest(type, manifest.digest(), manifest.content()));
    }

    /** Returns a manifest or index; empty if it does not exist. */
    public Optional<Manifest> find(Digest digest) throws IOException, InterruptedException {
        return findStored(digest).map(Stored::manifest);
    }

    /** Returns a manifest or index with what the registry says about it; empty if it does not exist. */
    Optional<Stored> findStored(Digest digest) throws IOException, InterruptedException {
        return read(digest.toString(), repository.subject(digest), Optional.of(digest));
    }

    /**
     * Returns a manifest or index that existed.
     *
     * @throws IOException also if it does not exist any more
     */
    public Manifest require(Digest digest) throws IOException, InterruptedException {
        return find(digest).orElseThrow(() -> new IOException(repository + "@" + digest + " does not exist any more"));
    }

    /** Pushes a manifest or index. Everything it references must already exist. */
    public void put(Manifest manifest) throws IOException, InterruptedException {
        write(manifest.digest().toString(), repository.subject(manifest.digest()), manifest);
    }

    /** Pushes a manifest or index and sets the tag to it. */
    public void put(String tag, Manifest manifest) throws IOException, InterruptedException {
        write(tag, repository.name() + ":" + tag, manifest);
    }

    /**
     * Removes a manifest or index, and with it all tags that it has.
     *
     * @return whether the registry removes manifests at all; one that does not exist counts as removed
     */
    public boolean delete(Digest digest) throws IOException, InterruptedException {
        return delete(digest.toString(), repository.subject(digest));
    }

    /** @return whether the registry does that: if not, it may say so with 400 or 405 (as the specification has it) */
    boolean delete(String reference, String subject) throws IOException, InterruptedException {
        int status = repository
                .connection()
                .repeat(repository.delete("/manifests/" + reference, subject, 200, 202, 204, 400, 404, 405, 501))
                .status();
        return status / 100 == 2 || status == 404;
    }

    /**
     * A manifest in the registry.
     *
     * @param modified when it was stored, if the registry says so (RFC 9110, {@code Last-Modified})
     */
    record Stored(Manifest manifest, Optional<Instant> modified) {}

    private Optional<Stored> read(String reference, String subject, Optional<Digest> wanted)
            throws IOException, InterruptedException {
        Answer<byte[]> answer = repository
                .connection()
                .repeat(
                        repository
                                .read("GET", "/manifests/" + reference, subject, 200, 404)
                                .with("Accept", TYPES),
                        info -> BodySink.bytes());
        if (answer.status() == 404) {
            return Optional.empty();
        }
        Optional<Digest> claimed = digestIn(answer, subject);
        if (wanted.isPresent() && claimed.isPresent() && !claimed.equals(wanted)) {
            throw new InvalidResponseException(
                    repository.host() + " responded with " + claimed.get() + " for " + subject);
        }
        Digest digest = wanted.or(() -> claimed).orElseGet(() -> Digest.of(answer.content()));
        ContentHash.verify(digest, answer.content(), subject + " from " + repository.host());
        Manifest manifest = new Manifest(typeOf(answer), digest, answer.content());
        return Optional.of(new Stored(
                wanted.isPresent() && manifest.mediaType().isEmpty()
                        ? new Manifest(manifest.json().path("mediaType").asText(), digest, answer.content())
                        : manifest,
                modified(answer)));
    }

    private static Optional<Instant> modified(Answer<?> answer) {
        try {
            return answer.header("Last-Modified")
                    .map(text -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }

    /** @return the response of the registry */
    Answer<Void> write(String reference, String subject, Manifest manifest) throws IOException, InterruptedException {
        Answer<Void> answer = repository
                .connection()
                .repeat(repository
                        .write("PUT", repository.address("/manifests/" + reference), subject, 200, 201)
                        .withBody(manifest.mediaType(), BodyPublishers.ofByteArray(manifest.content())));
        Optional<Digest> stored = digestIn(answer, subject);
        if (stored.isPresent() && !stored.get().equals(manifest.digest())) {
            throw new InvalidResponseException(
                    repository.host() + " stored " + stored.get() + " as " + subject + ", not " + manifest.digest());
        }
        return answer;
    }

    private static String typeOf(Answer<?> answer) {
        return answer.header("Content-Type")
                .map(type -> type.replaceFirst(";.*", "").strip())
                .orElse("");
    }

    private Optional<Digest> digestIn(Answer<?> answer, String subject) throws InvalidResponseException {
        Optional<String> header = answer.header(DIGEST_HEADER);
        if (header.isEmpty()) {
            return Optional.empty();
        }
        try {
            return header.map(Digest::parse);
        } catch (IllegalArgumentException malformed) {
            throw new InvalidResponseException(
                    repository.host() + " answered with a " + DIGEST_HEADER + " header that is not a valid digest for "
                            + subject + ": " + Excerpt.of(header.get()),
                    malformed);
        }
    }
}
