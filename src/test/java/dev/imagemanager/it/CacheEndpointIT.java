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
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.services.s3.S3SystemSetting;
import software.amazon.awssdk.utils.SystemSetting;

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

    private final List<String> addresses = new CopyOnWriteArrayList<>();
    private final List<String> accounts = new CopyOnWriteArrayList<>();
    private volatile String answer = EMPTY_BUCKET;
    private volatile int status = 200;
    private HttpServer store;

    @BeforeEach
    void startStore() throws IOException {
        store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        store.createContext("/", exchange -> {
            addresses.add("http://" + exchange.getRequestHeaders().getFirst("Host")
                    + exchange.getRequestURI().getPath());
            accounts.add(exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.getResponseHeaders().add("Content-Type", "application/xml");
            byte[] content = answer.getBytes(StandardCharsets.ISO_8859_1);
            exchange.sendResponseHeaders(status, content.length);
            exchange.getResponseBody().write(content);
            exchange.close();
        });
        store.start();
        new FleetFiles(directory).image("app", "1", "FROM scratch\n");
        configure(address(), true);
    }

    private String address() {
        return "http://127.0.0.1:" + store.getAddress().getPort();
    }

    private void configure(String endpoint, boolean usePathStyle) {
        new FleetFiles(directory)
                .file(
                        ".image-manager.yml",
                        """
                        cache:
                          endpoint: %s
                          bucket: layers
                          access_key: fleet
                          secret_key: secret
                          use_path_style: %s
                        """
                                .formatted(endpoint, usePathStyle));
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

    /** All that the SDK knows, and what other programs of AWS have. */
    static Stream<String> variablesOfAws() {
        return Stream.of(
                        Arrays.stream(SdkSystemSetting.values()).map(SystemSetting::environmentVariable),
                        Arrays.stream(S3SystemSetting.values()).map(SystemSetting::environmentVariable),
                        Arrays.stream(ProfileFileSystemSetting.values()).map(SystemSetting::environmentVariable),
                        Stream.of(
                                "AWS_CA_BUNDLE",
                                "AWS_DEFAULT_REGION",
                                "AWS_ENDPOINT_URL",
                                "AWS_ENDPOINT_URL_S3",
                                "AWS_LAMBDA_FUNCTION_NAME",
                                "_X_AMZN_TRACE_ID"))
                .flatMap(variables -> variables);
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "nonsense", "/no/such/file", "http://127.0.0.1:1", "caf\u00e9\nsecond line"})
    void variablesOfAwsHaveNoSay(String value) {
        Program program = new Program(directory);
        variablesOfAws().forEach(variable -> program.with(variable, value));

        reaches(program);
    }

    /** Lists the bucket, and writes an object and removes it again. */
    private void usesTheStore(Program program) {
        reaches(program);
        program.run("doctor");
    }

    @Test
    void theBucketStandsInThePath() {
        usesTheStore(new Program(directory));

        assertThat(addresses).contains(address() + "/layers", address() + "/layers/.image-manager-probe");
    }

    @Test
    void theBucketCanStandInTheHostsName() {
        configure("http://s3.example.com", false);

        usesTheStore(new Program(directory).with("http_proxy", address()).with("no_proxy", null));

        assertThat(addresses)
                .contains("http://layers.s3.example.com/", "http://layers.s3.example.com/.image-manager-probe");
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
                "<?xml version='1.0' encoding='UTF-8'?><ListBucketResult><Name>\u00fe\u00ff</Name></ListBucketResult>",
                "<?xml version='1.0' encoding='US-ASCII'?><ListBucketResult><Name>\u00c3\u00a9</Name></ListBucketResult>",
                "<\0?\0x\0m\0l\0 \0?\0>\0",
                "<!DOCTYPE html><html><body><p>Welcome!<br></body></html>",
                "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><ListBucketResult><Name>&e;</Name></ListBucketResult>"
            })
    void whatIsNoS3ServiceIsSaid(String page) {
        answer = page;

        Result result = new Program(directory).run("cache", "stats");

        assertThat(result.exitCode()).as("%s", result).isEqualTo(3);
        assertThat(result.errors())
                .startsWith("error: the layer cache at " + address()
                        + ", bucket layers does not respond like an S3 service: ")
                .endsWith("\n  check that it is running and that cache.endpoint is its address\n")
                .hasLineCount(2)
                .doesNotContain("root:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Welcome!", "\u00fe\u00ff", "<Error><Message>\u00fe\u00ff</Message></Error>"})
    void whatAFailureSaysNeedNotBeReadable(String page) {
        answer = page;
        status = 418;

        Result result = new Program(directory).run("cache", "stats");

        assertThat(result.exitCode()).as("%s", result).isEqualTo(3);
        assertThat(result.errors())
                .startsWith("error: the layer cache at ")
                .contains("rejected the request: HTTP status 418")
                .hasLineCount(2);
    }
}
