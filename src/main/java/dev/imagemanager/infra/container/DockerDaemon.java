package dev.imagemanager.infra.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.command.LoadImageCallback;
import com.github.dockerjava.api.command.SyncDockerCmd;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Image;
import com.github.dockerjava.api.model.Version;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
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

/** A Docker daemon that images are tested in. */
public final class DockerDaemon {

    private static final Logger LOG = Logger.getLogger(DockerDaemon.class);
    private static final int SECONDS_TO_BREAK_OFF = 20;
    private static final Duration RESPONSE_LIMIT = Duration.ofMinutes(10);

    private final String address;
    private volatile DockerClient client;

    /** Talks to it only when it is asked for something. */
    public DockerDaemon(String address) {
        this.address = address;
    }

    public String address() {
        return address;
    }

    /**
     * The variables with which another program finds the daemon.
     *
     * @param work an empty directory of that program's own
     */
    public Map<String, String> variables(Path work) throws IOException {
        Map<String, String> variables = new HashMap<>();
        variables.put("DOCKER_HOST", address());
        // What the user set for another daemon does not hold for this one.
        variables.put("DOCKER_TLS_VERIFY", "");
        Optional<DaemonTls> tls = DaemonTls.of(address(), System.getenv());
        if (tls.isPresent()) {
            variables.putAll(tls.get().variables(work));
        }
        return variables;
    }

    /**
     * @return what the daemon's containers run on
     * @throws EnvironmentException if no daemon answers
     */
    public Platform connect() {
        if (!DockerClients.isAddress(address())) {
            throw new EnvironmentException(
                    Problem.error("'" + address() + "' is no address of a Docker daemon that can be used")
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

    /** The id of the image with a name. */
    Optional<String> imageId(String name) {
        return ask(client().inspectImageCmd(name)).map(InspectImageResponse::getId);
    }

    /** Of all images, those without a name included: id → id of the image that it was made on top of, as a commit of a container is. */
    Map<String, String> parents() {
        return ask(client().listImagesCmd().withShowAll(true)).stream()
                .flatMap(List::stream)
                .filter(image -> image.getParentId() != null)
                .collect(Collectors.toMap(Image::getId, Image::getParentId, (one, same) -> one));
    }

    /**
     * Loads an archive as {@code docker load} does; names in it are taken away from whatever had them. The daemon answers
     * before it has loaded anything; it is done, or tells of an error, when its answer ends.
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
                            .withHint("look into the daemon's log; a full disk is a frequent cause"),
                    failure);
        }
    }

    /** An answer that can be waited for again after an interruption: docker-java's own ways to wait give it up then. */
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

        /** After an interruption nothing may be left to happen in the daemon: it does not take an archive without an end. */
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
                    LOG.debug("the daemon goes on loading after an interruption");
                }
            } catch (InterruptedException again) {
                LOG.debug("interrupted twice while an archive was loaded");
            }
        }
    }

    /** Removes a name, or an image by its id, that no container uses; what is gone already is fine. */
    void remove(String nameOrId) {
        ask(client().removeImageCmd(nameOrId));
    }

    /** Running or not, also when the images themselves are gone. */
    List<String> containersOf(Collection<String> imageIds) {
        return ask(client().listContainersCmd().withShowAll(true)).stream()
                .flatMap(List::stream)
                .filter(container -> imageIds.contains(container.getImageId()))
                .map(Container::getId)
                .toList();
    }

    /** Stops and removes a container with its anonymous volumes; one that is gone already is fine. */
    void removeContainer(String id) {
        ask(client().removeContainerCmd(id).withForce(true).withRemoveVolumes(true));
    }

    /** @return empty if there is no answer, or if what the command is about does not exist */
    private <T> Optional<T> ask(SyncDockerCmd<T> command) {
        try {
            return Optional.ofNullable(command.exec());
        } catch (NotFoundException missing) {
            return Optional.empty();
        } catch (RuntimeException failure) {
            throw new EnvironmentException(
                    Problem.error("the Docker daemon at " + address() + " does not do what it is asked to: "
                                    + DockerClients.reason(failure))
                            .withHint("look into the daemon's log, start it again if it ended, and repeat the command"),
                    failure);
        }
    }

    private DockerClient client() {
        if (client == null) {
            synchronized (this) {
                if (client == null) {
                    client = DockerClients.open(address(), RESPONSE_LIMIT);
                }
            }
        }
        return client;
    }
}
