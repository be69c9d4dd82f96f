package dev.imagemanager.infra.registry;

import dev.imagemanager.infra.http.BodySink;
import dev.imagemanager.infra.oci.Descriptor;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.reference.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** The layers and configurations of a repository (OCI Distribution Specification 1.1, "Pulling blobs", "Pushing blobs"). */
public final class RepositoryBlobs {

    /** The limit for the transfer of one blob of any size. */
    static final Duration TRANSFER_LIMIT = Duration.ofMinutes(30);

    private final Repository repository;

    RepositoryBlobs(Repository repository) {
        this.repository = repository;
    }

    public boolean has(Digest digest) throws IOException, InterruptedException {
        return repository
                        .connection()
                        .repeat(repository.read("HEAD", "/blobs/" + digest, repository.subject(digest), 200, 404))
                        .status()
                == 200;
    }

    /**
     * Reads a small blob.
     *
     * @throws IOException also if it does not exist, has another digest, is larger than in its descriptor, or larger than {@link
     *     dev.imagemanager.infra.http.ResponseLimit}
     */
    public byte[] read(Descriptor blob) throws IOException, InterruptedException {
        byte[] content = repository
                .connection()
                .repeat(get(blob.digest()), info -> BodySink.bytes())
                .content();
        if (content.length > blob.size()) {
            throw new InvalidResponseException(source(blob.digest()) + " is larger than " + blob.size() + " bytes");
        }
        ContentHash.verify(blob.digest(), content, source(blob.digest()));
        return content;
    }

    /**
     * Streams a blob to an output. If this fails, a part of it may have been written.
     *
     * @return its size in bytes
     * @throws IOException also if it does not exist, has another digest, or cannot be written
     */
    public long copy(Digest digest, OutputStream target) throws IOException, InterruptedException {
        ContentHash hash = new ContentHash(digest);
        AtomicLong size = new AtomicLong();
        BodyHandler<Void> body = info -> new BodySink(part -> {
            hash.add(part);
            size.addAndGet(part.remaining());
            write(part, target);
        });
        RegistryRequest request = get(digest).within(TRANSFER_LIMIT);
        repository.connection().retries().run(() -> {
            try {
                return repository.connection().send(request, body);
            } catch (IOException failure) {
                // No retry, since the written content cannot be undone.
                throw size.get() == 0
                        ? failure
                        : new InvalidResponseException(
                                source(digest) + " cannot be copied: " + FailureReason.of(failure), failure);
            }
        });
        hash.verify(source(digest));
        return size.get();
    }

    /**
     * Opens a blob. Neither its digest nor its size is verified, and reading has no time limit: that is for those who take
     * it, such as another registry.
     *
     * @throws IOException also if it does not exist
     */
    public InputStream open(Digest digest) throws IOException, InterruptedException {
        return repository
                .connection()
                .repeat(get(digest).within(TRANSFER_LIMIT), info -> BodySubscribers.ofInputStream())
                .content();
    }

    private static void write(ByteBuffer part, OutputStream target) throws IOException {
        byte[] bytes = new byte[part.remaining()];
        part.get(bytes);
        target.write(bytes);
    }

    /**
     * Uploads a blob unless it already exists.
     *
     * @param size in bytes
     * @param content opened again for each attempt
     */
    public void put(Digest digest, long size, Supplier<InputStream> content) throws IOException, InterruptedException {
        repository.connection().retries().run(() -> {
            if (!has(digest)) {
                new BlobUpload(repository, digest).send(size, content);
            }
            return null;
        });
    }

    /**
     * Mounts a blob from another repository of the same registry, without an upload.
     *
     * @return whether it was mounted; registries may not support this, or the account may not be allowed to read the
     *     other repository
     */
    public boolean mount(Digest digest, String from) throws IOException, InterruptedException {
        return repository.connection().retries().run(() -> {
            BlobUpload upload = new BlobUpload(repository, digest);
            if (upload.mount(from)) {
                return true;
            }
            upload.cancel();
            return false;
        });
    }

    private RegistryRequest get(Digest digest) throws IOException {
        return repository.read("GET", "/blobs/" + digest, repository.subject(digest), 200);
    }

    private String source(Digest digest) {
        return repository.subject(digest) + " from " + repository.host();
    }
}
