package dev.imagemanager.infra.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.FakeEnvironment;
import dev.imagemanager.config.FleetConfig.Secret;
import dev.imagemanager.infra.http.EnvironmentProxies;
import dev.imagemanager.infra.http.ScriptedServer;
import dev.imagemanager.model.settings.CacheSettings.Keys;
import dev.imagemanager.model.settings.CacheSettings.ObjectStore;
import dev.imagemanager.problem.EnvironmentException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.exception.SdkException;

/** How stores are reached. */
@Timeout(60)
class S3ClientsTest {

    private final FakeEnvironment environment = new FakeEnvironment();
    private final S3Clients clients = new S3Clients(new EnvironmentProxies(environment));
    private final ScriptedServer server = ScriptedServer.start()
            .on("GET /bucket", ScriptedServer.text(200, "<ListBucketResult><Name>bucket</Name></ListBucketResult>"));

    @AfterEach
    void stop() {
        clients.close();
        server.close();
    }

    private String list(String endpoint) {
        ObjectStore store =
                new ObjectStore(endpoint, "bucket", "garage", Optional.of(new Keys("key", new Secret("secret"))), true);
        return clients.of(store)
                .listObjectsV2(request -> request.bucket("bucket"))
                .name();
    }

    @Test
    void aProxyIsAskedWithItsAccount() {
        environment.set("HTTP_PROXY", "http://user:pass%40word@" + server.host());

        assertThat(list("http://s3.invalid")).isEqualTo("bucket");
        assertThat(server.last().header("Proxy-Authorization")).hasValue("Basic dXNlcjpwYXNzQHdvcmQ=");
    }

    @Test
    void whatNoProxyNamesIsReachedDirectly() {
        environment.set("HTTP_PROXY", server.host());
        environment.set("NO_PROXY", "192.0.2.0/24, *.invalid");

        assertThatThrownBy(() -> list("http://s3.invalid")).isInstanceOf(SdkException.class);
        assertThat(server.calls()).isEmpty();
    }

    @Test
    void thisMachineIsReachedDirectly() {
        environment.set("HTTP_PROXY", "http://proxy.invalid:3128");

        assertThat(list("http://" + server.host())).isEqualTo("bucket");
    }

    @Test
    void aProxyThatCannotBeUsedIsSaid() {
        environment.set("ALL_PROXY", "socks5://proxy.invalid:1080");

        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> list("http://s3.invalid"))
                .withMessage("ALL_PROXY is not the address of an HTTP proxy: write http://host:port");
    }
}
