package dev.imagemanager.infra.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.imagemanager.pipeline.build.ArchiveContent;
import dev.imagemanager.pipeline.schedule.Scheduler;
import dev.imagemanager.reference.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Images with layers in common, and how often each is fetched. */
@Timeout(60)
class ArchivedLayersTest {

    @TempDir
    Path directory;

    private final Map<Digest, byte[]> blobs = new ConcurrentHashMap<>();
    private final Map<Digest, AtomicInteger> fetched = new ConcurrentHashMap<>();
    private final ArchivedLayers archived = new ArchivedLayers();

    /** How many fetches of a layer break off in the middle. */
    private final Map<Digest, AtomicInteger> failures = new ConcurrentHashMap<>();

    private Digest blob(String content) {
        byte[] bytes = content.repeat(10_000).getBytes(StandardCharsets.UTF_8);
        blobs.put(Digest.of(bytes), bytes);
        return Digest.of(bytes);
    }

    private static String descriptor(String type, Digest digest, long size) {
        return "{\"mediaType\":\"" + type + "\",\"digest\":\"" + digest + "\",\"size\":" + size + "}";
    }

    private byte[] image(String config, String... layers) {
        Digest configuration = blob(config);
        return ("{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"config\":"
                        + descriptor(
                                "application/vnd.oci.image.config.v1+json",
                                configuration,
                                blobs.get(configuration).length)
                        + ",\"layers\":["
                        + Arrays.stream(layers)
                                .map(this::blob)
                                .map(layer -> descriptor(
                                        "application/vnd.oci.image.layer.v1.tar", layer, blobs.get(layer).length))
                                .collect(Collectors.joining(","))
                        + "]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private Path write(String name, byte[] image, ArchivedLayers others) throws IOException, InterruptedException {
        Path file = directory.resolve(name + ".tar");
        ArchiveContent written = ArchiveWriter.write(
                name + ":1",
                "1",
                image,
                (digest, target) -> {
                    fetched.computeIfAbsent(digest, key -> new AtomicInteger()).incrementAndGet();
                    byte[] content = blobs.get(digest);
                    target.write(content, 0, content.length / 2);
                    if (failures.containsKey(digest) && failures.get(digest).getAndDecrement() > 0) {
                        throw new IOException("cut off");
                    }
                    target.write(content, content.length / 2, content.length - content.length / 2);
                },
                others,
                file);
        assertThat(written.digest()).isEqualTo(Digest.of(Files.readAllBytes(file)));
        return file;
    }

    @Test
    void aLayerIsFetchedOnceAndTheArchiveIsTheSame() throws IOException, InterruptedException {
        byte[] base = image("base", "first");
        byte[] app = image("app", "first", "second", "first");
        Path alone = write("app", app, new ArchivedLayers());
        byte[] expected = Files.readAllBytes(alone);
        fetched.clear();

        write("base", base, archived);
        assertThat(write("app", app, archived)).hasBinaryContent(expected);

        assertThat(fetched.get(blob("first"))).hasValue(1);
        assertThat(fetched.get(blob("second"))).hasValue(1);
    }

    @Test
    void archivesThatAreWrittenAtOnceWaitForEachOther() throws IOException, InterruptedException {
        List<String> layers = List.of("first", "second", "third", "fourth");
        List<Integer> numbers = IntStream.range(0, 16).boxed().toList();
        Map<Integer, byte[]> images = numbers.stream()
                .collect(Collectors.toMap(
                        number -> number,
                        number -> image(
                                "app " + number,
                                layers.subList(0, 1 + number % 4).toArray(String[]::new))));

        Scheduler.ofIndependent(numbers).runAll(number -> {
            try {
                write("app-" + number, images.get(number), archived);
            } catch (IOException failure) {
                throw new IllegalStateException(failure);
            }
        });

        layers.forEach(layer -> assertThat(fetched.get(blob(layer))).as(layer).hasValue(1));
        for (int number : numbers) {
            byte[] expected = Files.readAllBytes(directory.resolve("app-" + number + ".tar"));
            assertThat(write("app-" + number, images.get(number), new ArchivedLayers()))
                    .hasBinaryContent(expected);
        }
    }

    /** The hash of an archive goes on where that of another one was which has the same first layers. */
    @Test
    void theDigestIsThatOfTheFile() throws IOException, InterruptedException {
        for (List<String> layers : List.of(
                List.of("first", "second"),
                List.of("second", "first"),
                List.of("first", "first", "third"),
                List.of("first", "second", "third"),
                List.of("second"))) {
            String name = String.join("-", layers);
            write(name, image(name, layers.toArray(String[]::new)), archived);
        }
        assertThat(fetched.get(blob("first"))).hasValue(1);
    }

    @Test
    void whatCouldNotBeFetchedIsFetchedForTheNext() throws IOException, InterruptedException {
        byte[] base = image("base", "first");
        failures.put(blob("first"), new AtomicInteger(1));

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> write("base", base, archived));
        assertThat(write("other", image("other", "first"), archived)).exists();
        assertThat(fetched.get(blob("first"))).hasValue(2);
    }

    @Test
    void anArchiveThatIsGoneIsNotNeeded() throws IOException, InterruptedException {
        Files.delete(write("base", image("base", "first"), archived));

        assertThat(write("app", image("app", "first"), archived)).exists();
        assertThat(fetched.get(blob("first"))).hasValue(2);
    }

    @Test
    void anArchiveThatWasChangedIsNotCopied() throws IOException, InterruptedException {
        Path base = write("base", image("base", "first"), archived);
        byte[] content = Files.readAllBytes(base);
        Arrays.fill(content, content.length / 2, content.length, (byte) 0);
        Files.write(base, content);

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> write("app", image("app", "first"), archived))
                .withMessageContaining("base.tar was changed while its layers were copied");
        assertThat(directory.resolve("app.tar")).doesNotExist();
    }
}
