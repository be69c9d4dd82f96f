package dev.imagemanager.infra.oci;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.MemoryTrust;
import dev.imagemanager.pipeline.build.ArchiveContent;
import dev.imagemanager.pipeline.build.ImageStore;
import dev.imagemanager.pipeline.build.PinnedImage;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.ImageReference;
import dev.imagemanager.reference.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/** Stores images without a registry: BuildKit reads them from an OCI image layout in the fleet's output directory. */
public final class LayoutImageStore implements ImageStore {

    private static final Logger LOG = Logger.getLogger(LayoutImageStore.class);

    private final Path directory;
    private final ImageLayout layout;

    /**
     * @param directory absolute; created if it does not exist
     * @throws EnvironmentException if it cannot be created
     */
    public LayoutImageStore(Path directory) {
        this.directory = directory;
        try {
            this.layout = new ImageLayout(directory);
        } catch (IOException failure) {
            throw failed(failure);
        }
    }

    @Override
    public boolean readsArchives() {
        return true;
    }

    @Override
    public List<ImageReference> pushReferences(String repository, List<String> tags) {
        return List.of();
    }

    @Override
    public void add(String repository, String tag, Digest digest, Path archive) {
        try {
            layout.add(repository + ":" + tag, digest, archive);
        } catch (IOException failure) {
            throw failed(failure);
        }
    }

    @Override
    public boolean restore(String repository, String tag, Digest digest, Path archive) {
        try {
            layout.add(repository + ":" + tag, digest, archive);
            return true;
        } catch (IOException failure) {
            LOG.debugf(failure, "%s:%s is not taken from %s", repository, tag, archive);
            return false;
        }
    }

    @Override
    public Optional<Digest> digestOf(String repository, String tag) {
        try {
            return layout.digestOf(repository + ":" + tag);
        } catch (IOException failure) {
            throw failed(failure);
        }
    }

    @Override
    public void tag(String repository, String tag, Digest digest) {
        try {
            layout.name(repository + ":" + tag, digest);
        } catch (IOException failure) {
            throw failed(failure);
        }
    }

    @Override
    public ArchiveContent export(TargetName name, Digest digest, Path archive) throws InterruptedException {
        try {
            return ArchiveWriter.write(
                    name.toString(), name.tag(), layout.content(digest), layout::copy, new ArchivedLayers(), archive);
        } catch (IOException failure) {
            throw failed(failure);
        }
    }

    @Override
    public long accept(String repository, Optional<String> keyTag, Digest digest, MemoryTrust trust) {
        try {
            return layout.size(digest);
        } catch (IOException failure) {
            throw failed(failure);
        }
    }

    @Override
    public PinnedImage pinned(String repository, Digest digest) {
        return new PinnedImage.InLayout(directory, digest);
    }

    @Override
    public Digest putIndex(
            String repository, String tag, Map<Platform, Digest> digests, SortedMap<String, String> annotations) {
        try {
            Map<Platform, Descriptor> images = new TreeMap<>();
            for (Map.Entry<Platform, Digest> image : digests.entrySet()) {
                images.put(image.getKey(), layout.manifest(image.getValue()));
            }
            return layout.add(repository + ":" + tag, ImageIndex.of(images, annotations));
        } catch (IOException failure) {
            throw failed(failure);
        }
    }

    @Override
    public void retain(Set<String> names) {
        try {
            layout.retain(names);
        } catch (IOException failure) {
            throw failed(failure);
        }
    }

    private EnvironmentException failed(IOException failure) {
        return new EnvironmentException(
                Problem.error("cannot store images in " + directory + ": " + FailureReason.of(failure))
                        .withHint("check the free space and the permissions"),
                failure);
    }
}
