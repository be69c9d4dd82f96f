package dev.imagemanager.infra.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.FakeEnvironment;
import dev.imagemanager.infra.http.EnvironmentProxies;
import dev.imagemanager.infra.http.OutgoingHttp;
import dev.imagemanager.problem.Problem;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What can go wrong between a server and a file. */
class DownloadFailuresTest extends PackageDownloads {

    @Test
    void aWrongDigestIsRefused() {
        server.file("drill-linux", "something else".getBytes(StandardCharsets.UTF_8));

        Problem problem = refused(this::installDrill);

        assertThat(problem.message())
                .contains(
                        "/drill-linux is not drill 3.0.0",
                        "instead of " + TestTools.sha256(DRILL),
                        TestTools.sha256("something else".getBytes(StandardCharsets.UTF_8)));
        assertThat(problem.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("mirror"));
    }

    @Test
    void aCutConnectionIsNoFile() {
        server.cut("drill-linux", DRILL);

        assertThat(refused(this::installDrill).message()).startsWith("cannot download http://127.0.0.1:");
    }

    @Test
    void whatTheServerRefusesIsSaid() {
        server.status("drill-linux", 404);
        assertThat(refused(this::installDrill).message()).endsWith("the server answered with HTTP status 404");
    }

    @Test
    void aServerThatFailsIsSaid() {
        server.status("drill-linux", 500);
        assertThat(refused(this::installDrill).message()).endsWith("the server answered with HTTP status 500");
    }

    @Test
    void aServerThatIsNotThereIsSaid() {
        URI address = server.address();
        server.close();
        Problem problem = refused(() -> install("drill", TestTools.catalog(address, null, TestTools.sha256(DRILL))));
        assertThat(problem.message()).endsWith("drill-linux: cannot connect to the server");
        assertThat(problem.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("tools_mirror"));
    }

    @Test
    void aDownloadWithoutDigestIsNotEvenTried() {
        Problem problem = refused(() -> install("drill", TestTools.catalog(server.address(), null, null)));

        assertThat(problem.message())
                .isEqualTo("cannot install drill 3.0.0 for linux/amd64: image-manager has no SHA-256 to verify the"
                        + " download");
        assertThat(problem.hint())
                .contains("install it by hand and put it on the PATH: brew install drill, or https://drill.example");
        assertThat(server.requests()).isZero();
    }

    @Test
    void aDownloadThatNeverEndsIsGivenUp() {
        CountDownLatch end = new CountDownLatch(1);
        server.stall("drill-linux", DRILL, new CountDownLatch(1), end);
        ToolCatalog catalog = TestTools.catalog(server.address(), null, TestTools.sha256(DRILL));
        PackageInstaller impatient = new PackageInstaller(
                catalog,
                new ToolCache(cache(), catalog),
                new OutgoingHttp(new EnvironmentProxies(new FakeEnvironment())),
                Duration.ofMillis(200));

        assertThat(refused(() -> impatient.install("drill", Optional.empty(), new Ears()))
                        .message())
                .contains("it was not complete within");
        end.countDown();
    }
}
