package dev.imagemanager.infra.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.PullImageResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import jakarta.inject.Singleton;
import java.util.function.Consumer;

/** Provides the images of services. */
@Singleton
public final class ContainerImages {

    /**
     * Downloads an image if the daemon does not have it.
     *
     * @param notes receives a note about the download
     * @throws EnvironmentException if it cannot be downloaded
     * @throws InterruptedException if the calling thread is interrupted
     */
    void require(DockerClient client, String image, Consumer<Problem> notes) throws InterruptedException {
        if (Uninterrupted.get(() -> isThere(client, image))) {
            return;
        }
        notes.accept(Problem.note("downloading the image " + image));
        try (PullImageResultCallback pull = client.pullImageCmd(image).exec(new PullImageResultCallback())) {
            pull.awaitCompletion();
        } catch (RuntimeException | java.io.IOException failure) {
            throw new EnvironmentException(
                    Problem.error("cannot download the image " + image + ": " + DockerClients.reason(failure))
                            .withHint("if its registry cannot be reached, load the image with 'docker load', or run the"
                                    + " service as a process"),
                    failure);
        }
    }

    private static boolean isThere(DockerClient client, String image) {
        try {
            client.inspectImageCmd(image).exec();
            return true;
        } catch (NotFoundException missing) {
            return false;
        }
    }
}
