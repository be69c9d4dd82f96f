package dev.imagemanager.infra.container;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.infra.process.TemporaryDirectory;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Finds out whether a Docker daemon runs programs for a platform, by its processor or by emulation: it runs one, in an image
 * that has nothing else. Only this shows the emulation of a daemon on another machine or in a virtual one. Safe for use by
 * several threads.
 */
public final class PlatformProbe {

    private static final String IMAGE = "image-manager-probe:1";
    private static final String PROGRAM = "probe";
    private static final int EXECUTABLE = 0755;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DockerDaemon daemon;
    private final Map<Platform, Boolean> answers = new HashMap<>();

    public PlatformProbe(DockerDaemon daemon) {
        this.daemon = daemon;
    }

    /**
     * Asks the daemon once for each platform.
     *
     * @throws EnvironmentException if the daemon fails
     * @throws InterruptedException if the calling thread is interrupted
     */
    public synchronized boolean runs(Platform platform) throws InterruptedException {
        Boolean known = answers.get(platform);
        if (known == null) {
            Optional<byte[]> program = ExitProgram.of(platform);
            known = program.isPresent() && runs(platform, program.get());
            answers.put(platform, known);
        }
        return known;
    }

    private boolean runs(Platform platform, byte[] program) throws InterruptedException {
        try (TemporaryDirectory work = TemporaryDirectory.create()) {
            Path archive = work.resolve("probe.tar");
            Files.write(archive, archive(platform, program));
            try (LoadedImage image = LoadedImage.load(
                    daemon, archive, IMAGE, new DaemonTest(UUID.randomUUID().toString(), () -> {}))) {
                return daemon.succeeds(image.name(), platform);
            }
        } catch (IOException failure) {
            throw new EnvironmentException(
                    Problem.error("cannot write a temporary file: " + FailureReason.of(failure)), failure);
        }
    }

    /** Returns an archive for {@code docker load}. */
    private static byte[] archive(Platform platform, byte[] program) throws IOException {
        byte[] layer = tar(Map.of(PROGRAM, program));
        ObjectNode configuration = JsonNodeFactory.instance.objectNode();
        configuration.put("os", platform.os()).put("architecture", platform.architecture());
        platform.variant().ifPresent(variant -> configuration.put("variant", variant));
        configuration.putObject("config").putArray("Entrypoint").add("/" + PROGRAM);
        configuration
                .putObject("rootfs")
                .put("type", "layers")
                .putArray("diff_ids")
                .add(Digest.of(layer).toString());
        ArrayNode manifest = JsonNodeFactory.instance.arrayNode();
        ObjectNode image = manifest.addObject().put("Config", "config.json");
        image.putArray("RepoTags").add(IMAGE);
        image.putArray("Layers").add("layer.tar");
        return tar(Map.of(
                "config.json", JSON.writeValueAsBytes(configuration),
                "layer.tar", layer,
                "manifest.json", JSON.writeValueAsBytes(manifest)));
    }

    private static byte[] tar(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(content)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                entry.setMode(EXECUTABLE);
                entry.setSize(file.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
        }
        return content.toByteArray();
    }
}
