package dev.imagemanager.infra.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.command.LoadImageCallback;
import com.github.dockerjava.api.command.PullImageResultCallback;
import com.github.dockerjava.api.command.SyncDockerCmd;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Image;
import com.github.dockerjava.api.model.Version;
import dev.imagemanager.infra.credentials.RegistryAccount;
import dev.imagemanager.infra.daemon.ServiceDirectory;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.ImageReference;
import dev.imagemanager.reference.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** A Docker daemon in which images are tested. */
public final class DockerDaemon {

    private static final Logger LOG = Logger.getLogger(DockerDaemon.class);
    private static final int SECONDS_TO_BREAK_OFF = 20;
    private static final int SECONDS_TO_EXIT = 60;
    private static final Duration RESPONSE_LIMIT = Duration.ofMinutes(10);

    private final String address;
    private final ServiceDirectory dind;
    private volatile DockerClient client;

    /**
     * Does not connect until the first request.
     *
     * @param own the directory of the fleet's own daemon, which has the certificates if this is that daemon
     */
    public DockerDaemon(String address, ServiceDirectory own) {
        this.address = address;
        this.dind = own;
    }

    public String address() {
        return address;
    }

    /**
     * Returns the variables for another program to connect to the daemon.
     *
     * @param work an empty directory for that program
     */
    public Map<String, String> variables(Path work) throws IOException {
        Map<String, String> variables = new HashMap<>();
        variables.put("DOCKER_HOST", address());
        // The user's settings for another daemon do not apply to this one.
        variables.put("DOCKER_TLS_VERIFY", "");
        Optional<DaemonTls> tls = DaemonTls.of(address(), System.getenv(), dind);
        if (tls.isPresent()) {
            variables.putAll(tls.get().variables(work));
        }
        return variables;
    }

    /**
     * Connects to the daemon.
     *
     * @return the platform of the daemon's containers
     * @throws EnvironmentException if no daemon responds
     */
    public Platform connect() {
        if (!DockerClients.isAddress(address())) {
            throw new EnvironmentException(
                    Problem.error("'" + address() + "' is not a valid address of a Docker daemon")
                            .withHint("set DOCKER_HOST to unix:///path/of/socket or tcp://host:port"));
        }
        try {
            Version version = client().versionCmd().exec();
            return Platform.parse(version.getOperatingSystem() + "/" + version.getArch());
        } catch (RuntimeException failure) {
            throw new EnvironmentException(
                    Problem.error("no Docker daemon answers at " + address() + ": " + DockerClients.reason(failure))
                            .withHint("start Docker, or set DOCKER_HOST to the address of a daemon"),
                    failure);
        }
    }

    /** Returns the id of the image with this name. */
    Optional<String> imageId(String name) {
        return ask(client().inspectImageCmd(name)).map(InspectImageResponse::getId);
    }

    /**
     * Returns the parents of all images, including unnamed ones: image id → id of the parent image. Commits of
     * containers have parents.
     */
    Map<String, String> parents() {
        return ask(client().listImagesCmd().withShowAll(true)).stream()
                .flatMap(List::stream)
                .filter(image -> image.getParentId() != null)
                .collect(Collectors.toMap(Image::getId, Image::getParentId, (one, same) -> one));
    }

    /**
     * Loads an archive like {@code docker load}. Names in it are removed from other images. The daemon starts its
     * response immediately; at the end of the response, loading is complete or has failed.
     *
     * @param description of the archive, for messages
     */
    void load(InputStream archive, String description) {
        try (Upload upload = new Upload(archive);
                Loading loading = client().loadImageAsyncCmd(upload).exec(new Loading())) {
            loading.awaitEnd(upload);
            loading.awaitMessage();
        } catch (IOException | RuntimeException failure) {
            throw new EnvironmentException(
                    Problem.error("the Docker daemon at " + address() + " cannot load " + description + ": "
                                    + DockerClients.reason(failure))
                            .withHint("see the daemon's log; a full disk is a frequent cause"),
                    failure);
        }
    }

    /**
     * A response that can be awaited again after an interruption, unlike docker-java's own callbacks, which close it.
     */
    private static final class Loading extends LoadImageCallback {

        private final CountDownLatch ended = new CountDownLatch(1);

        @Override
        public void onComplete() {
            super.onComplete();
            ended.countDown();
        }

        @Override
        public void onError(Throwable failure) {
            super.onError(failure);
            ended.countDown();
        }

        /**
         * Waits for the end of the response. After an interruption, the upload is cut off, so the daemon rejects the
         * incomplete archive and does not load it later.
         */
        void awaitEnd(Upload upload) {
            try {
                ended.await();
            } catch (InterruptedException end) {
                upload.breakOff();
                awaitBreak();
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", end);
            }
        }

        private void awaitBreak() {
            try {
                if (!ended.await(SECONDS_TO_BREAK_OFF, TimeUnit.SECONDS)) {
                    LOG.debug("the daemon continues to load after an interruption");
                }
            } catch (InterruptedException again) {
                LOG.debug("interrupted twice while an archive was loaded");
            }
        }
    }

    /**
     * Pulls an image by digest, with the layers that the daemon does not have.
     *
     * @param account for its registry; without one, none of the user's is used either
     * @throws InterruptedException if the calling thread is interrupted; the daemon may have the image then
     */
    void pull(ImageReference image, Optional<RegistryAccount> account) throws InterruptedException {
        String repository = image.registry().orElse("") + "/" + image.name();
        String version = image.digest().map(Digest::toString).orElseGet(image::tagOrDefault);
        try (PullImageResultCallback pull = client().pullImageCmd(repository)
                .withTag(version)
                .withAuthConfig(authorization(image, account))
                .exec(new PullImageResultCallback())) {
            pull.awaitCompletion();
        } catch (IOException | RuntimeException failure) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw new EnvironmentException(
                    Problem.error("the Docker daemon at " + address() + " cannot pull " + image + ": "
                            + DockerClients.reason(failure)),
                    failure);
        }
    }

    private static AuthConfig authorization(ImageReference image, Optional<RegistryAccount> account) {
        AuthConfig authorization =
                new AuthConfig().withRegistryAddress(image.registry().orElse(""));
        if (account.isEmpty()) {
            return authorization;
        }
        if (account.get() instanceof RegistryAccount.Password password) {
            return authorization.withUsername(password.username()).withPassword(password.password());
        }
        return account.get() instanceof RegistryAccount.IdentityToken token
                ? authorization.withIdentityToken(token.token())
                : authorization.withRegistrytoken(((RegistryAccount.AccessToken) account.get()).token());
    }

    /** Returns whether nobody on the network can read what is sent to the daemon. */
    public boolean isConfidential() {
        return address.startsWith("unix:")
                || DaemonTls.of(address, System.getenv(), dind).isPresent()
                || Registry.isThisMachine(address.replaceFirst("^[a-z]+://", "").replaceFirst("/.*", ""));
    }

    /**
     * Returns whether {@code localhost} is the same for it and this program.
     *
     * @throws InterruptedException if the calling thread is interrupted
     */
    public boolean sharesLoopback() throws InterruptedException {
        return LoopbackProbe.reachesThisMachine(this);
    }

    /** Returns whether it is the fleet's own in a container, which has a network of its own. */
    public boolean isOwnContainer() {
        return ClientCertificates.of(dind, address).isPresent();
    }

    /** Removes a name, or an image by its id, if no container uses it. Ignores missing images. */
    void remove(String nameOrId) {
        ask(client().removeImageCmd(nameOrId));
    }

    /**
     * Runs the program of an image and returns whether it exits with the code 0. The container is left.
     *
     * @throws InterruptedException if the calling thread is interrupted
     */
    boolean succeeds(String image, Platform platform) throws InterruptedException {
        try {
            String id = client().createContainerCmd(image)
                    .withPlatform(platform.toString())
                    .exec()
                    .getId();
            client().startContainerCmd(id).exec();
            try (WaitContainerResultCallback end =
                    client().waitContainerCmd(id).exec(new WaitContainerResultCallback())) {
                return end.awaitStatusCode(SECONDS_TO_EXIT, TimeUnit.SECONDS) == 0;
            }
        } catch (DockerException refused) {
            LOG.debugf(refused, "the Docker daemon does not run %s for %s", image, platform);
            return false;
        } catch (IOException | RuntimeException failure) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw new EnvironmentException(
                    Problem.error("the Docker daemon at " + address() + " returned an error: "
                                    + DockerClients.reason(failure))
                            .withHint("see the daemon's log, restart it if it exited, and repeat the command"),
                    failure);
        }
    }

    /** Returns all containers of these images, also stopped ones, and also if the images were removed. */
    List<String> containersOf(Collection<String> imageIds) {
        return ask(client().listContainersCmd().withShowAll(true)).stream()
                .flatMap(List::stream)
                .filter(container -> imageIds.contains(container.getImageId()))
                .map(Container::getId)
                .toList();
    }

    /** Stops and removes a container with its anonymous volumes. Ignores missing containers. */
    void removeContainer(String id) {
        ask(client().removeContainerCmd(id).withForce(true).withRemoveVolumes(true));
    }

    /** @return empty if there is no result, or if the object of the command does not exist */
    private <T> Optional<T> ask(SyncDockerCmd<T> command) {
        try {
            return Optional.ofNullable(command.exec());
        } catch (NotFoundException missing) {
            return Optional.empty();
        } catch (RuntimeException failure) {
            throw new EnvironmentException(
                    Problem.error("the Docker daemon at " + address() + " returned an error: "
                                    + DockerClients.reason(failure))
                            .withHint("see the daemon's log, restart it if it exited, and repeat the command"),
                    failure);
        }
    }

    DockerClient client() {
        if (client == null) {
            synchronized (this) {
                if (client == null) {
                    client = DockerClients.open(address(), dind, RESPONSE_LIMIT);
                }
            }
        }
        return client;
    }
}
