package dev.imagemanager.infra.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.infra.oci.ArchiveWriter;
import dev.imagemanager.infra.oci.ArchivedLayers;
import dev.imagemanager.infra.oci.Descriptor;
import dev.imagemanager.infra.oci.ImageArchive;
import dev.imagemanager.infra.oci.ImageIndex;
import dev.imagemanager.infra.oci.ImageManifest;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.pipeline.MemoryTrust;
import dev.imagemanager.pipeline.build.ArchiveContent;
import dev.imagemanager.pipeline.build.ImageStore;
import dev.imagemanager.pipeline.build.PinnedImage;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Excerpt;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.ImageReference;
import dev.imagemanager.reference.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** The build registry, used through its HTTP API. The builder pushes images to it directly. */
final class HttpImageStore implements ImageStore {

    private static final String REMEDY = "start a registry at this address, set build_registry in .image-manager.yml"
            + " or IMAGE_MANAGER_BUILD_REGISTRY, or build without a registry: build_registry: false";

    private static final Logger LOG = Logger.getLogger(HttpImageStore.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RegistryClient client;
    private final Registry registry;
    private final ArchivedLayers archived = new ArchivedLayers();

    private HttpImageStore(RegistryClient client, Registry registry) {
        this.client = client;
        this.registry = registry;
    }

    /**
     * Connects to the registry.
     *
     * @throws EnvironmentException if the registry does not respond
     */
    static HttpImageStore connect(RegistryClient client, Registry registry) throws InterruptedException {
        HttpImageStore store = new HttpImageStore(client, registry);
        try {
            client.connect(registry);
            return store;
        } catch (IOException failure) {
            throw store.unreachable(failure);
        }
    }

    @Override
    public boolean readsArchives() {
        return false;
    }

    @Override
    public List<ImageReference> pushReferences(String repository, List<String> tags) {
        return tags.stream()
                .map(tag -> reference(repository, Optional.of(tag), Optional.empty()))
                .toList();
    }

    @Override
    public void add(String repository, String tag, Digest digest, Path archive) {}

    /** Pushes the layers first and the manifest last, since the registry rejects a manifest with missing blobs. */
    @Override
    public boolean restore(String repository, String tag, Digest digest, Path archive) throws InterruptedException {
        try (ImageArchive content = new ImageArchive(archive)) {
            byte[] manifest = content.manifest(digest);
            JsonNode described = JSON.readTree(manifest);
            push(repository, digest(described.path("config")), content);
            for (JsonNode layer : described.path("layers")) {
                push(repository, digest(layer), content);
            }
            at(repository)
                    .manifests()
                    .put(tag, Manifest.of(described.path("mediaType").asText(), manifest));
            return true;
        } catch (InvalidResponseException failure) {
            throw unreachable(failure);
        } catch (IOException | UncheckedIOException failure) {
            LOG.debugf(failure, "cannot push %s from %s", nameOf(repository), archive);
            return false;
        }
    }

    private void push(String repository, Digest blob, ImageArchive content) throws IOException, InterruptedException {
        at(repository).blobs().put(blob, content.size(blob), () -> content.open(blob));
    }

    @Override
    public Optional<Digest> digestOf(String repository, String tag) throws InterruptedException {
        try {
            return at(repository).manifests().digest(tag);
        } catch (IOException failure) {
            throw unreachable(failure);
        }
    }

    /** The manifest is read, not only its digest: others who write to the registry could give the tag to anything. */
    @Override
    public Optional<Digest> remembered(String repository, String keyTag, MemoryTrust trust, Consumer<Problem> notes)
            throws InterruptedException {
        try {
            Optional<Manifest> found = at(repository).manifests().find(keyTag);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Optional<KeyEntry> entry = KeyEntry.read(found.get());
            Optional<String> objection = entry.isEmpty()
                    ? Optional.of("it is not the manifest of an image")
                    : objection(repository, keyTag, entry.get(), trust);
            objection.ifPresent(reason -> notes.accept(ignored(repository, keyTag, reason)));
            return objection.isPresent() ? Optional.empty() : entry.map(KeyEntry::image);
        } catch (InvalidResponseException foreign) {
            notes.accept(ignored(repository, keyTag, foreign.getMessage()));
            return Optional.empty();
        } catch (IOException failure) {
            throw unreachable(failure);
        }
    }

    private Optional<String> objection(String repository, String keyTag, KeyEntry entry, MemoryTrust trust)
            throws IOException, InterruptedException {
        Optional<String> objection = trust.objection(entry.signature(), claims(repository, keyTag, entry.image()));
        return objection.isEmpty()
                        && entry.signature().isPresent()
                        && !at(repository).manifests().has(entry.image())
                ? Optional.of("its image does not exist any more")
                : objection;
    }

    private static String[] claims(String repository, String keyTag, Digest image) {
        return new String[] {"image", repository, keyTag, image.toString()};
    }

    private static Problem ignored(String repository, String keyTag, String reason) {
        return reason.equals(MemoryTrust.NOT_SIGNED)
                ? Problem.note(
                                "images that the build registry has for content keys are not used if they are not signed")
                        .withHint("those of 'memory.public_key' replace them when their targets are built")
                : Problem.note("what the build registry has as " + repository + ":" + keyTag + " is not used: "
                                + reason)
                        .withHint("it is replaced when the target is built; look who else writes to the registry");
    }

    @Override
    public void tag(String repository, String tag, Digest digest) throws InterruptedException {
        try {
            at(repository).manifests().put(tag, manifest(repository, digest));
        } catch (IOException failure) {
            throw unreachable(failure);
        }
    }

    @Override
    public long accept(String repository, Optional<String> keyTag, Digest digest, MemoryTrust trust)
            throws InterruptedException {
        try {
            Manifest image = manifest(repository, digest);
            if (keyTag.isPresent() && trust.mayAdd()) {
                Manifest entry = trust.signature(claims(repository, keyTag.get(), digest))
                        .map(signature -> KeyEntry.signed(image.descriptor(), signature))
                        .orElse(image);
                at(repository).manifests().put(keyTag.get(), entry);
            }
            return ImageManifest.size(image.json());
        } catch (IOException failure) {
            throw unreachable(failure);
        }
    }

    private Manifest manifest(String repository, Digest digest) throws IOException, InterruptedException {
        return at(repository)
                .manifests()
                .find(digest)
                .orElseThrow(() -> new IOException(repository + "@" + digest + " does not exist any more"));
    }

    @Override
    public ArchiveContent export(TargetName name, Digest digest, Path archive) throws InterruptedException {
        byte[] manifest;
        try {
            manifest = manifest(name.image(), digest).content();
        } catch (IOException failure) {
            throw unreachable(failure);
        }
        RepositoryBlobs blobs = at(name.image()).blobs();
        try {
            return ArchiveWriter.write(name.toString(), name.tag(), manifest, blobs::copy, archived, archive);
        } catch (IOException failure) {
            throw new EnvironmentException(
                    Problem.error("cannot write the archive of " + name + ": " + RegistryClient.reason(failure))
                            .withHint("check the free space and the permissions of " + archive.getParent()
                                    + ", and that the registry " + registry
                                    + " has all layers: --force builds the image"
                                    + " again"),
                    failure);
        }
    }

    @Override
    public PinnedImage pinned(String repository, Digest digest) {
        return new PinnedImage.InRegistry(reference(repository, Optional.empty(), Optional.of(digest)));
    }

    @Override
    public Digest putIndex(
            String repository, String tag, Map<Platform, Digest> digests, SortedMap<String, String> annotations)
            throws InterruptedException {
        try {
            Map<Platform, Descriptor> images = new TreeMap<>();
            for (Map.Entry<Platform, Digest> image : digests.entrySet()) {
                images.put(
                        image.getKey(), manifest(repository, image.getValue()).descriptor());
            }
            Manifest index = Manifest.of(ImageIndex.MEDIA_TYPE, ImageIndex.of(images, annotations));
            at(repository).manifests().put(tag, index);
            return index.digest();
        } catch (IOException failure) {
            throw unreachable(failure);
        }
    }

    /** Does nothing, since others may use the registry too. */
    @Override
    public void retain(Set<String> names) {}

    private ImageReference reference(String repository, Optional<String> tag, Optional<Digest> digest) {
        return new ImageReference(Optional.of(registry.host()), registry.repository(repository), tag, digest);
    }

    private static Digest digest(JsonNode descriptor) throws IOException {
        String written = descriptor.path("digest").asText();
        return Digest.find(written).orElseThrow(() -> new IOException(Excerpt.of(written) + " is not a valid digest"));
    }

    private Repository at(String repository) {
        return client.repository(registry, registry.repository(repository));
    }

    private String nameOf(String repository) {
        return registry + "/" + repository;
    }

    private String hint(IOException failure) {
        return failure instanceof RegistryException answer
                ? answer.loginHint(registry.host()).orElse(REMEDY)
                : RegistryClient.certificateHint(failure).orElse(REMEDY);
    }

    private EnvironmentException unreachable(IOException failure) {
        return new EnvironmentException(
                Problem.error("the build registry " + registry + " cannot be used: " + RegistryClient.reason(failure))
                        .withHint(hint(failure)),
                failure);
    }
}
