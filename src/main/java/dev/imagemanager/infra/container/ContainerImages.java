package dev.imagemanager.infra.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.command.PullImageResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.imagemanager.infra.daemon.ServiceDirectory;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Provides the images of services. The first start of a service records the digest of its image in the service's
 * directory. Later, this digest is downloaded and not the tag, which its registry may have moved. The user can update
 * the image with {@code docker pull}; a note then shows the change.
 */
@Singleton
public final class ContainerImages {

    private static final String RECORD = "image";

    /**
     * An image that a service was started from.
     *
     * @param name with a tag
     * @param content its name with a digest, or its id if the image did not come from a registry
     */
    private record Used(String name, String content) {

        static Optional<Used> read(ServiceDirectory directory) {
            return directory
                    .read(RECORD)
                    .map(text -> text.strip().split(" "))
                    .filter(words -> words.length == 2)
                    .map(words -> new Used(words[0], words[1]));
        }

        void write(ServiceDirectory directory) {
            directory.write(RECORD, name + " " + content + "\n");
        }

        boolean isFromRegistry() {
            return content.contains("@");
        }
    }

    /**
     * Downloads an image if the daemon does not have it.
     *
     * @param image with a tag
     * @param directory of the service
     * @param notes receives notes about a download and a changed image
     * @return the name to create the container with
     * @throws EnvironmentException if it cannot be downloaded
     * @throws InterruptedException if the calling thread is interrupted
     */
    String require(DockerClient client, String image, ServiceDirectory directory, Consumer<Problem> notes)
            throws InterruptedException {
        Optional<Used> before = Used.read(directory).filter(used -> used.name().equals(image));
        String reference = image;
        Optional<InspectImageResponse> found = find(client, image);
        if (found.isEmpty()) {
            reference = before.filter(Used::isFromRegistry).map(Used::content).orElse(image);
            found = find(client, reference);
            if (found.isEmpty()) {
                download(client, image, reference, directory, notes);
                found = find(client, reference);
            }
        }
        String downloaded = reference;
        Used now = found.map(there -> new Used(image, content(image, there)))
                .orElseThrow(() -> new EnvironmentException(
                        Problem.error("the Docker daemon does not have the image " + downloaded + " after its download")
                                .withHint("see the daemon's log")));
        before.filter(used -> !used.equals(now))
                .ifPresent(used -> notes.accept(Problem.note("the image " + image + " has changed since "
                                + directory.name() + " was last started: it is " + now.content() + ", and was "
                                + used.content())
                        .withHint("if you did not update it, find out who did before you use it")));
        now.write(directory);
        return reference;
    }

    private static Optional<InspectImageResponse> find(DockerClient client, String reference) {
        return Uninterrupted.get(() -> {
            try {
                return Optional.of(client.inspectImageCmd(reference).exec());
            } catch (NotFoundException missing) {
                return Optional.empty();
            }
        });
    }

    /** Returns the digest in the image's own repository, since an image may have others too. */
    private static String content(String image, InspectImageResponse found) {
        String repository = image.replaceFirst(":[^:/]+$", "") + "@";
        return Optional.ofNullable(found.getRepoDigests()).orElse(List.of()).stream()
                .filter(digest -> digest.startsWith(repository))
                .findFirst()
                .orElse(found.getId());
    }

    private static void download(
            DockerClient client, String image, String reference, ServiceDirectory directory, Consumer<Problem> notes)
            throws InterruptedException {
        notes.accept(Problem.note("downloading the image " + reference));
        try (PullImageResultCallback pull = client.pullImageCmd(reference).exec(new PullImageResultCallback())) {
            pull.awaitCompletion();
        } catch (RuntimeException | IOException failure) {
            String pinned = reference.equals(image)
                    ? ""
                    : "; to download " + image + " as it is now, remove " + directory.resolve(RECORD);
            throw new EnvironmentException(
                    Problem.error("cannot download the image " + reference + ": " + DockerClients.reason(failure))
                            .withHint("if its registry cannot be reached, load the image with 'docker load', or run the"
                                    + " service as a process" + pinned),
                    failure);
        }
    }
}
