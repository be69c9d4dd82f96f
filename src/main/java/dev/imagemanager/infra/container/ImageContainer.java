package dev.imagemanager.infra.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.StreamType;
import dev.imagemanager.pipeline.measure.ImageMeasurer.MeasurementException;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Excerpt;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Platform;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Looks into an image of a daemon by containers without a network. They stay until the image is closed.
 *
 * @param limit for a program
 * @param longest in bytes, of what is read
 */
public record ImageContainer(DockerDaemon daemon, LoadedImage image, Platform platform, Duration limit, int longest) {

    private static final int MOST_LINKS = 16;

    /** How long the end of the output may come after that of the program. */
    private static final int SECONDS_TO_READ = 10;

    /**
     * Returns the beginning of what a program prints to its standard output.
     *
     * @param command the program and its arguments, instead of those of the image
     * @throws MeasurementException if it fails, or takes too long
     */
    public String output(List<String> command) throws InterruptedException, MeasurementException {
        DockerClient client = daemon.client();
        String program = Excerpt.of(command.get(0));
        try (Printed printed = new Printed(longest);
                WaitContainerResultCallback end = new WaitContainerResultCallback()) {
            String id = create(command);
            client.attachContainerCmd(id)
                    .withStdOut(true)
                    .withStdErr(true)
                    .withFollowStream(true)
                    .exec(printed)
                    .awaitStarted();
            start(client, id, program);
            client.waitContainerCmd(id).exec(end);
            if (!end.awaitCompletion(limit.toSeconds(), TimeUnit.SECONDS)) {
                throw new MeasurementException(program + " did not end within " + limit.toSeconds() + " s");
            }
            int exitCode = end.awaitStatusCode(SECONDS_TO_READ, TimeUnit.SECONDS);
            printed.awaitCompletion(SECONDS_TO_READ, TimeUnit.SECONDS);
            if (exitCode != 0) {
                throw new MeasurementException(program + " ended with exit code " + exitCode
                        + printed.error().map(line -> ": " + line).orElse(""));
            }
            return printed.output();
        } catch (IOException | RuntimeException failure) {
            throw failed(failure);
        }
    }

    private static void start(DockerClient client, String id, String program) throws MeasurementException {
        try {
            client.startContainerCmd(id).exec();
        } catch (DockerException refused) {
            throw new MeasurementException(program + " cannot be started: "
                    + DockerClients.reason(refused).replaceAll("\\s*\n\\s*", " "));
        }
    }

    private String create(List<String> entrypoint) {
        return daemon.client()
                .createContainerCmd(image.name())
                .withPlatform(platform.toString())
                .withEntrypoint(entrypoint)
                .withAttachStdout(true)
                .withAttachStderr(true)
                .withHostConfig(HostConfig.newHostConfig()
                        .withNetworkMode("none")
                        .withLogConfig(new LogConfig(LogConfig.LoggingType.NONE)))
                .exec()
                .getId();
    }

    /**
     * Returns the beginning of a file. Symbolic links are followed as the image has them, without those of the directories
     * that {@code ..} in a link leaves.
     *
     * @param path absolute
     * @throws MeasurementException if it does not exist, or is something else
     */
    public String file(String path) throws InterruptedException, MeasurementException {
        try {
            String id = create(List.of("/"));
            String place = path;
            for (int links = 0; links <= MOST_LINKS; links++) {
                try (InputStream archive = daemon.client()
                                .copyArchiveFromContainerCmd(id, place)
                                .exec();
                        TarArchiveInputStream tar = new TarArchiveInputStream(archive)) {
                    TarArchiveEntry entry = tar.getNextEntry();
                    if (entry != null && entry.isSymbolicLink()) {
                        place = behind(place, entry.getLinkName());
                    } else if (entry != null && entry.isFile()) {
                        return new String(tar.readNBytes(longest), StandardCharsets.UTF_8);
                    } else {
                        throw new MeasurementException(Excerpt.of(path) + " is not a file");
                    }
                }
            }
            throw new MeasurementException(Excerpt.of(path) + " leads to more than " + MOST_LINKS + " links");
        } catch (NotFoundException missing) {
            throw new MeasurementException("there is no file " + Excerpt.of(path));
        } catch (DockerException refused) {
            throw new MeasurementException(
                    "the Docker daemon cannot read " + Excerpt.of(path) + ": " + DockerClients.reason(refused));
        } catch (IOException | RuntimeException failure) {
            throw failed(failure);
        }
    }

    /** The daemon resolves the path below the files of the container. */
    private static String behind(String link, String destination) {
        return destination.startsWith("/") ? destination : link.substring(0, link.lastIndexOf('/') + 1) + destination;
    }

    private EnvironmentException failed(Exception failure) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return failure instanceof EnvironmentException known
                ? known
                : new EnvironmentException(
                        Problem.error("the Docker daemon at " + daemon.address() + " returned an error: "
                                        + DockerClients.reason(failure))
                                .withHint("see the daemon's log, restart it if it exited, and repeat the command"),
                        failure);
    }

    /** What a program prints, up to a limit. */
    private static final class Printed extends ResultCallback.Adapter<Frame> {

        private final int longest;
        private final ByteArrayOutputStream output = new ByteArrayOutputStream();
        private final ByteArrayOutputStream error = new ByteArrayOutputStream();

        Printed(int longest) {
            this.longest = longest;
        }

        @Override
        public synchronized void onNext(Frame frame) {
            ByteArrayOutputStream stream = frame.getStreamType() == StreamType.STDERR ? error : output;
            byte[] bytes = frame.getPayload();
            stream.write(bytes, 0, Math.min(bytes.length, longest - stream.size()));
        }

        synchronized String output() {
            return output.toString(StandardCharsets.UTF_8);
        }

        /** Returns the last line of what is kept; empty if there is none. */
        synchronized Optional<String> error() {
            return error.toString(StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .reduce((first, second) -> second)
                    .map(String::strip)
                    .map(Excerpt::of);
        }
    }
}
