package dev.imagemanager.infra.loading;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemanager.infra.container.DaemonTest;
import dev.imagemanager.infra.container.DockerDaemon;
import dev.imagemanager.infra.container.LoadedImage;
import dev.imagemanager.infra.container.PulledImages;
import dev.imagemanager.infra.credentials.RegistryAccount;
import dev.imagemanager.infra.credentials.RegistryAccounts;
import dev.imagemanager.infra.oci.Descriptor;
import dev.imagemanager.infra.registry.Manifest;
import dev.imagemanager.infra.registry.RegistryClient;
import dev.imagemanager.infra.registry.Repository;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.PublishPlace;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.pipeline.test.ImageTester;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.ImageReference;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Has the Docker daemon pull images from a registry, mostly the build registry. If it cannot, that is noted once, and images come from their
 * archives. Safe for use by several threads.
 */
public final class RegistryImages implements AutoCloseable {

    private final Optional<PublishPlace> place;
    private final RegistryClient client;
    private final RegistryAccounts accounts;
    private final DockerDaemon daemon;
    private final Consumer<Problem> notes;
    private final PulledImages pulled;
    private Optional<Boolean> isUsed = Optional.empty();

    /** @param place empty if images are not in a registry */
    public RegistryImages(
            Optional<PublishPlace> place,
            RegistryClient client,
            RegistryAccounts accounts,
            DockerDaemon daemon,
            Consumer<Problem> notes) {
        this.place = place;
        this.client = client;
        this.accounts = accounts;
        this.daemon = daemon;
        this.notes = notes;
        this.pulled = new PulledImages(daemon);
    }

    /**
     * Returns an image in the daemon: pulled, or else loaded from its archive.
     *
     * @param archive is only asked for if it is needed
     */
    public LoadedImage pullOrLoad(TargetName target, Digest digest, ImageTester.Archive archive, DaemonTest test)
            throws InterruptedException {
        Optional<LoadedImage> found = find(target, digest, test);
        return found.isPresent() ? found.get() : LoadedImage.load(daemon, archive.require(), target.toString(), test);
    }

    /** Returns an image in the daemon; empty if it must be loaded from its archive. */
    public Optional<LoadedImage> find(TargetName target, Digest digest, DaemonTest test) throws InterruptedException {
        if (!isUsed()) {
            return Optional.empty();
        }
        try {
            return Optional.of(pull(place.orElseThrow(), target, digest, test));
        } catch (EnvironmentException failure) {
            return doWithout(failure.problems().get(0).message());
        } catch (IOException failure) {
            return doWithout(FailureReason.of(failure));
        }
    }

    /** Finds out once, while other threads wait. */
    private synchronized boolean isUsed() throws InterruptedException {
        if (isUsed.isEmpty()) {
            isUsed = Optional.of(place.isPresent() && !daemon.isOwnContainer());
            if (isUsed.get() && Registry.isThisMachine(host()) && !daemon.sharesLoopback()) {
                doWithout(host() + " is another place for it, since it has a network of its own");
            }
        }
        return isUsed.get();
    }

    /** @throws InterruptedException if that is the reason */
    private synchronized Optional<LoadedImage> doWithout(String reason) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (isUsed.equals(Optional.of(false))) {
            return Optional.empty();
        }
        isUsed = Optional.of(false);
        notes.accept(Problem.note("images are loaded from archives for tests, since the Docker daemon at "
                        + daemon.address() + " does not pull them from "
                        + place.map(PublishPlace::toString).orElse("")
                        + ": " + reason)
                .withHint("tests are faster if the daemon reaches the build registry under the same name"));
        return Optional.empty();
    }

    private String host() {
        return place.orElseThrow().registry().host();
    }

    private LoadedImage pull(PublishPlace from, TargetName target, Digest digest, DaemonTest test)
            throws IOException, InterruptedException {
        Repository repository = client.repository(from.registry(), from.repository(target.image()));
        Manifest manifest = repository.manifests().require(digest);
        ImageReference reference =
                new ImageReference(Optional.of(host()), repository.name(), Optional.empty(), Optional.of(digest));
        return pulled.load(reference, configuration(repository, manifest), account(from.registry()), test);
    }

    private static byte[] configuration(Repository repository, Manifest manifest)
            throws IOException, InterruptedException {
        JsonNode described = manifest.json().path("config");
        try {
            return repository.blobs().read(Descriptor.parse(described));
        } catch (IllegalArgumentException malformed) {
            throw new IOException("the manifest " + manifest.digest() + " is not that of an image", malformed);
        }
    }

    /** The daemon sends it to the registry. Nobody else may read it on its way to either of them. */
    private Optional<RegistryAccount> account(Registry from) throws InterruptedException {
        return from.isConfidential() && daemon.isConfidential()
                ? accounts.find(from).account()
                : Optional.empty();
    }

    @Override
    public void close() {
        pulled.close();
    }
}
