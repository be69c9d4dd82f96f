package dev.imagemanager.infra.registry;

import static dev.imagemanager.infra.http.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.imagemanager.infra.oci.FakeArchive;
import dev.imagemanager.problem.EnvironmentException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How {@link HttpImageStore} brings images back that the registry lost. */
@Timeout(60)
class RestoredImagesTest {

    private static final String UPLOADS = "/v2/team/app/blobs/uploads/";

    @TempDir
    Path root;

    private final FakeArchive image = new FakeArchive("first layer", "second layer");
    private TestRegistry test;
    private Path archive;

    @BeforeEach
    void start() {
        test = new TestRegistry(root);
        archive = image.writeTo(root.resolve("image.tar"));
        test.server
                .on("GET /v2/", status(200))
                .on("POST " + UPLOADS, status(202, "Location", UPLOADS + "1"))
                .on("PUT " + UPLOADS + "1", status(201))
                .on("PUT /v2/team/app/manifests/1", status(201))
                .on("PUT /v2/team/app/manifests/im-key", status(201));
    }

    @AfterEach
    void stop() {
        test.close();
    }

    private boolean restore() throws InterruptedException {
        return HttpImageStore.connect(test.client, test.registry()).restore("team/app", "1", image.digest(), archive);
    }

    @Test
    void partsGoBeforeTheManifest() throws InterruptedException {
        assertThat(restore()).isTrue();

        assertThat(test.server.requests().stream()
                        .filter(request -> request.call().startsWith("PUT"))
                        .map(request -> request.text())
                        .toList())
                .hasSize(4)
                .containsSubsequence("first layer", "second layer");
        assertThat(test.server
                        .calls()
                        .subList(
                                test.server.calls().size() - 1,
                                test.server.calls().size()))
                .containsExactly("PUT /v2/team/app/manifests/1");
    }

    @Test
    void aDamagedArchiveRestoresNothing() throws InterruptedException {
        image.without("second layer").writeTo(archive);

        assertThat(restore()).isFalse();
    }

    @Test
    void aRegistryThatDoesNotTakeItRestoresNothing() throws InterruptedException {
        test.server.on("PUT " + UPLOADS + "1", status(507));

        assertThat(restore()).isFalse();
    }

    @Test
    void aMalformedLocationIsSaid() {
        test.server.on("POST " + UPLOADS, status(202, "Location", "http://[broken"));

        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(this::restore)
                .withMessageStartingWith("the build registry " + test.server.host() + " cannot be used: "
                        + test.server.host()
                        + " sent a Location header that is not a valid address: 'http://[broken'");
    }
}
