package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.imagemanager.it.Program.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The layer cache is where the fleet's settings say: what a machine has set for other programs has no say in it. And what
 * answers there may be anything.
 */
class CacheEndpointIT {

    private static final String EMPTY_BUCKET =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>layers</Name>\
            <KeyCount>0</KeyCount><IsTruncated>false</IsTruncated></ListBucketResult>""";

    @TempDir
    Path directory;

    private final List<String> accounts = new CopyOnWriteArrayList<>();
    private volatile String answer = EMPTY_BUCKET;
    private HttpServer store;

    @BeforeEach
    void startStore() throws IOException {
        store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        store.createContext("/layers", exchange -> {
            accounts.add(exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.getResponseHeaders().add("Content-Type", "application/xml");
            byte[] content = answer.getBytes(StandardCharsets.ISO_8859_1);
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
            exchange.close();
        });
        store.start();
        new FleetFiles(directory)
                .image("app", "1", "FROM scratch\n")
                .file(
                        ".image-manager.yml",
                        """
                        cache:
                          endpoint: http://127.0.0.1:%d
                          bucket: layers
                          access_key: fleet
                          secret_key: secret
                        """
                                .formatted(store.getAddress().getPort()));
    }

    @AfterEach
    void stopStore() {
        store.stop(0);
    }

    private void reaches(Program program) {
        Result result = program.run("cache", "stats");

        assertThat(result.exitCode()).as("%s", result).isZero();
        assertThat(result.output()).contains("bucket layers: 0 objects");
        assertThat(result.errors()).isEmpty();
        assertThat(accounts)
                .isNotEmpty()
                .allMatch(account -> account.contains("Credential=fleet/") && account.contains("/us-east-1/s3/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "nonsense"})
    void variablesOfAwsHaveNoSay(String value) {
        Program program = new Program(directory)
                .with("AWS_ACCESS_KEY_ID", "other")
                .with("AWS_SECRET_ACCESS_KEY", "other")
                .with("AWS_REGION", "eu-central-1")
                .with("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
                .with("AWS_PROFILE", "other");
        for (String variable : new String[] {
            "AWS_USE_FIPS_ENDPOINT",
            "AWS_USE_DUALSTACK_ENDPOINT",
            "AWS_DEFAULTS_MODE",
            "AWS_S3_USE_ARN_REGION",
            "AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS",
            "AWS_DISABLE_REQUEST_COMPRESSION",
            "AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES",
            "AWS_RETRY_MODE",
            "AWS_MAX_ATTEMPTS"
        }) {
            program.with(variable, value);
        }

        reaches(program);
    }

    @Test
    void noProfileIsRead() throws IOException {
        Path file = Files.writeString(directory.resolve("config"), "this is no profile\n");

        reaches(new Program(directory)
                .with("AWS_CONFIG_FILE", file.toString())
                .with("AWS_SHARED_CREDENTIALS_FILE", file.toString()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Welcome!",
                "\u00fe\u00ff",
                "<!DOCTYPE html><html><body><p>Welcome!<br></body></html>",
                "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><ListBucketResult><Name>&e;</Name></ListBucketResult>"
            })
    void whatIsNoS3ServiceIsSaid(String page) {
        answer = page;

        Result result = new Program(directory).run("cache", "stats");

        assertThat(result.exitCode()).as("%s", result).isEqualTo(3);
        assertThat(result.errors())
                .startsWith("error: the layer cache at http://127.0.0.1:"
                        + store.getAddress().getPort() + ", bucket layers does not answer as an S3 service does: ")
                .contains("cache.endpoint")
                .doesNotContain("root:");
    }
}
