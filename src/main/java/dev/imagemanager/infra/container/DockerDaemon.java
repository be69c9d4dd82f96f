package dev.imagemanager.infra.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Image;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.imagemanager.model.Platform;
import dev.imagemanager.model.ServiceName;
import dev.imagemanager.pipeline.services.ServiceAddresses;
import dev.imagemanager.problem.EnvironmentException;
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
import java.util.stream.Collectors;

/** The Docker daemon that the fleet's services provide. */
@Singleton
public final class DockerDaemon {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    private static final Duration PING_LIMIT = Duration.ofSeconds(5);
    private static final Duration RESPONSE_LIMIT = Duration.ofMinutes(10);

    private final ServiceAddresses addresses;
    private volatile DockerClient client;

    @Inject
    public DockerDaemon(ServiceAddresses addresses) {
        this.addresses = addresses;
    }

    public String address() {
        return addresses.of(ServiceName.DIND);
    }

    /** Whether a Docker daemon answers at some address. */
    public static boolean answersAt(String address) {
        try (DockerClient visitor = clientFor(address, PING_LIMIT)) {
            visitor.pingCmd().exec();
            return true;
        } catch (RuntimeException | IOException nobodyThere) {
            return false;
        }
    }

    /**
     * @return what the daemon's containers run on
     * @throws EnvironmentException if no daemon answers
     */
    public Platform connect() {
        try {
            Version version = client().versionCmd().exec();
            return Platform.parse(version.getOperatingSystem() + "/" + version.getArch());
        } catch (RuntimeException failure) {
            throw new EnvironmentException(
                    Problem.error("no Docker daemon answers at " + address() + ": " + reason(failure))
                            .withHint("start Docker, or set DOCKER_HOST to the address of a daemon"),
                    failure);
        }
    }

    /** What a name, or the beginning of an id, stands for: the image's full id. */
    public Optional<String> imageId(String nameOrId) {
        try {
            InspectImageResponse image = client().inspectImageCmd(nameOrId).exec();
            return Optional.ofNullable(image.getId());
        } catch (NotFoundException missing) {
            return Optional.empty();
        }
    }

    public List<String> namesOf(String imageId) {
        List<String> names = client().inspectImageCmd(imageId).exec().getRepoTags();
        return names == null ? List.of() : names;
    }

    /** The ids of all images, those without a name and those between others included. */
    public Set<String> imageIds() {
        return client().listImagesCmd().withShowAll(true).exec().stream()
                .map(Image::getId)
                .collect(Collectors.toSet());
    }

    /** The ids of images that were made on top of one, as a commit of a container is. */
    public List<String> imagesOn(String parentId) {
        return client().listImagesCmd().withShowAll(true).exec().stream()
                .filter(image -> parentId.equals(image.getParentId()))
                .map(Image::getId)
                .toList();
    }

    /** Loads an archive as {@code docker load} does; names in it are taken away from whatever had them. */
    public void load(Path archive) {
        try (InputStream content = Files.newInputStream(archive)) {
            client().loadImageCmd(content).exec();
        } catch (IOException unreadable) {
            throw new EnvironmentException(
                    Problem.error("cannot read " + archive + ": " + unreadable.getMessage()), unreadable);
        } catch (DockerException failure) {
            throw new EnvironmentException(
                    Problem.error("the Docker daemon at " + address() + " cannot load " + archive + ": "
                                    + reason(failure))
                            .withHint("look into the daemon's log; a full disk is a frequent cause"),
                    failure);
        }
    }

    /** Gives a name to an image and takes it away from whatever had it. */
    public void tag(String imageId, String repository, String tag) {
        client().tagImageCmd(imageId, repository, tag).withForce().exec();
    }

    /** Removes a name or an image; what is gone already is fine. */
    public void remove(String nameOrId) {
        try {
            client().removeImageCmd(nameOrId).withForce(true).exec();
        } catch (NotFoundException gone) {
            return;
        }
    }

    public List<String> containersOf(String imageId) {
        return client().listContainersCmd().withShowAll(true).withAncestorFilter(List.of(imageId)).exec().stream()
                .map(Container::getId)
                .toList();
    }

    /** Stops and removes a container with its anonymous volumes; one that is gone already is fine. */
    public void removeContainer(String id) {
        try {
            client().removeContainerCmd(id)
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec();
        } catch (NotFoundException gone) {
            return;
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
                    client = clientFor(address(), RESPONSE_LIMIT);
                }
            }
        }
        return client;
    }

    private static DockerClient clientFor(String address, Duration responseLimit) {
        DockerClientConfig config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(address)
                .build();
        return DockerClientImpl.getInstance(
                config,
                new ZerodepDockerHttpClient.Builder()
                        .dockerHost(config.getDockerHost())
                        .sslConfig(config.getSSLConfig())
                        .connectionTimeout(CONNECT_LIMIT)
                        .responseTimeout(responseLimit)
                        .build());
    }
}
