package dev.imagemanager.infra.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.command.SyncDockerCmd;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Image;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.imagemanager.config.Environment;
import dev.imagemanager.model.Platform;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Docker daemon at {@code DOCKER_HOST}, or at Docker's default socket. */
@Singleton
public final class DockerDaemon {

    private static final String DEFAULT_ADDRESS = "unix:///var/run/docker.sock";
    private static final Pattern ADDRESS = Pattern.compile("(unix|tcp|npipe|https?)://.+");
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    private static final Duration RESPONSE_LIMIT = Duration.ofMinutes(10);

    private final String address;
    private volatile DockerClient client;

    @Inject
    public DockerDaemon(Environment environment) {
        this.address = environment
                .variable("DOCKER_HOST")
                .filter(host -> !host.isEmpty())
                .orElse(DEFAULT_ADDRESS);
    }

    public String address() {
        return address;
    }

    /**
     * @return what the daemon's containers run on
     * @throws EnvironmentException if no daemon answers
     */
    public Platform connect() {
        if (!ADDRESS.matcher(address).matches()) {
            throw new EnvironmentException(
                    Problem.error("'" + address + "' is no address of a Docker daemon that can be used")
                            .withHint("set DOCKER_HOST to unix:///path/of/socket or tcp://host:port"));
        }
        try {
            Version version = client().versionCmd().exec();
            return Platform.parse(version.getOperatingSystem() + "/" + version.getArch());
        } catch (RuntimeException failure) {
            throw new EnvironmentException(
                    Problem.error("no Docker daemon answers at " + address + ": " + reason(failure))
                            .withHint("start Docker, or set DOCKER_HOST to the address of a daemon"),
                    failure);
        }
    }

    /** What a name, or the beginning of an id, stands for: the image's full id. */
    public Optional<String> imageId(String nameOrId) {
        return ask(client().inspectImageCmd(nameOrId)).map(InspectImageResponse::getId);
    }

    public List<String> namesOf(String imageId) {
        return ask(client().inspectImageCmd(imageId))
                .map(InspectImageResponse::getRepoTags)
                .orElse(List.of());
    }

    /** The ids of all images, those without a name and those between others included. */
    public Set<String> imageIds() {
        return images().map(Image::getId).collect(Collectors.toSet());
    }

    /** The ids of images that were made on top of one, as a commit of a container is. */
    public List<String> imagesOn(String parentId) {
        return images().filter(image -> parentId.equals(image.getParentId()))
                .map(Image::getId)
                .toList();
    }

    private Stream<Image> images() {
        return ask(client().listImagesCmd().withShowAll(true)).stream().flatMap(List::stream);
    }

    /** Loads an archive as {@code docker load} does; names in it are taken away from whatever had them. */
    public void load(Path archive) {
        try (InputStream content = Files.newInputStream(archive)) {
            client().loadImageCmd(content).exec();
        } catch (IOException unreadable) {
            throw new EnvironmentException(
                    Problem.error("cannot read " + archive + ": " + FailureReason.of(unreadable)), unreadable);
        } catch (RuntimeException failure) {
            throw new EnvironmentException(
                    Problem.error("the Docker daemon at " + address + " cannot load " + archive + ": "
                                    + reason(failure))
                            .withHint("look into the daemon's log; a full disk is a frequent cause"),
                    failure);
        }
    }

    /** Gives a name to an image and takes it away from whatever had it. */
    public void tag(String imageId, String repository, String tag) {
        ask(client().tagImageCmd(imageId, repository, tag).withForce());
    }

    /** Removes a name or an image; what is gone already is fine. */
    public void remove(String nameOrId) {
        ask(client().removeImageCmd(nameOrId).withForce(true));
    }

    public List<String> containersOf(String imageId) {
        return ask(client().listContainersCmd().withShowAll(true).withAncestorFilter(List.of(imageId))).stream()
                .flatMap(List::stream)
                .map(Container::getId)
                .toList();
    }

    /** Stops and removes a container with its anonymous volumes; one that is gone already is fine. */
    public void removeContainer(String id) {
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
                    Problem.error("the Docker daemon at " + address + " does not do what it is asked to: "
                                    + reason(failure))
                            .withHint("look into the daemon's log, start it again if it ended, and repeat the command"),
                    failure);
        }
    }

    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    private DockerClient client() {
        if (client == null) {
            synchronized (this) {
                if (client == null) {
                    DockerClientConfig config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                            .withDockerHost(address)
                            .build();
                    client = DockerClientImpl.getInstance(
                            config,
                            new ZerodepDockerHttpClient.Builder()
                                    .dockerHost(config.getDockerHost())
                                    .sslConfig(config.getSSLConfig())
                                    .connectionTimeout(CONNECT_LIMIT)
                                    .responseTimeout(RESPONSE_LIMIT)
                                    .build());
                }
            }
        }
        return client;
    }
}
