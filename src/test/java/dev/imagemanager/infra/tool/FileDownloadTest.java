package dev.imagemanager.infra.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.FakeEnvironment;
import dev.imagemanager.infra.http.EnvironmentProxies;
import dev.imagemanager.infra.http.OutgoingHttp;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How downloads get to servers beyond a proxy; {@link PackageInstallerTest} has the rest. */
class FileDownloadTest {

    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    private final FakeEnvironment environment = new FakeEnvironment();

    private String get(String address) throws IOException, InterruptedException {
        return new FileDownload(Duration.ofSeconds(20), new OutgoingHttp(new EnvironmentProxies(environment)))
                .get(URI.create(address), directory.resolve("file"));
    }

    @Test
    void aProxyIsAsked() throws IOException, InterruptedException {
        try (DownloadServer proxy = new DownloadServer().file("file", CONTENT)) {
            environment.set("HTTP_PROXY", proxy.address().toString());

            assertThat(get("http://downloads.invalid/file")).isEqualTo(TestTools.sha256(CONTENT));
            assertThat(proxy.requests()).isEqualTo(1);
        }
    }

    @Test
    void nothingFillsTheDisk() {
        try (DownloadServer server = new DownloadServer().file("file", new byte[(1 << 20) + 1])) {
            OutgoingHttp http = new OutgoingHttp(new EnvironmentProxies(environment));
            FileDownload download = new FileDownload(Duration.ofSeconds(20), 1 << 20, http);

            assertThatThrownBy(() -> download.get(server.address().resolve("/file"), directory.resolve("file")))
                    .isInstanceOf(IOException.class)
                    .hasMessage("it is larger than 1 MiB");
        }
    }

    @Test
    void whatIsLeftOutIsReachedDirectly() {
        environment.set("HTTP_PROXY", "http://127.0.0.1:1");
        environment.set("NO_PROXY", ".invalid");

        assertThatThrownBy(() -> get("http://downloads.invalid/file"))
                .isInstanceOf(IOException.class)
                .hasMessageNotContaining("127.0.0.1");
    }

    @Test
    void aProxyThatIsNoneIsSaid() {
        environment.set("HTTP_PROXY", "socks5://proxy:1080");

        assertThatThrownBy(() -> get("http://downloads.invalid/file"))
                .isInstanceOf(IOException.class)
                .hasMessage("HTTP_PROXY is not the address of an HTTP proxy: write http://host:port");
    }

    @Test
    void aProxyThatWantsAnAccountIsSaid() {
        try (DownloadServer proxy = new DownloadServer().status("file", 407)) {
            environment.set("HTTP_PROXY", proxy.address().toString());

            assertThatThrownBy(() -> get("http://downloads.invalid/file"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("407");
        }
    }
}
