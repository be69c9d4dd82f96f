package dev.imagemanager.infra.registry;

import static dev.imagemanager.infra.http.ScriptedServer.status;
import static dev.imagemanager.infra.http.ScriptedServer.text;
import static dev.imagemanager.infra.registry.TestRegistry.digest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.infra.http.ScriptedServer;
import dev.imagemanager.infra.http.ScriptedServer.Answer;
import dev.imagemanager.infra.http.ScriptedServer.Asked;
import dev.imagemanager.model.settings.Registry;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RegistryLoginTest {

    private static final String BLOB = "/v2/team/app/blobs/" + digest("x");
    private static final String ACCOUNT = "Basic dXNlcjpwYXNzd29yZA==";
    private static final String PULL = "repository:team/app:pull";
    private static final String PUSH = "repository:team/app:pull,push";

    @TempDir
    Path root;

    private TestRegistry test;
    private ScriptedServer tokens;

    @BeforeEach
    void start() {
        test = new TestRegistry(root);
        tokens = ScriptedServer.start();
    }

    @AfterEach
    void stop() {
        test.close();
        tokens.close();
    }

    /** Lets in who says this, and tells all others what it wants. */
    private static Answer door(String authorization, String demand, Answer inside) {
        return exchange -> {
            boolean isAllowed =
                    authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"));
            (isAllowed ? inside : text(401, "{\"errors\":[{\"code\":\"UNAUTHORIZED\"}]}", "WWW-Authenticate", demand))
                    .give(exchange);
        };
    }

    private String bearer() {
        return bearer(PULL);
    }

    private String bearer(String scope) {
        return "Bearer realm=\"" + tokens.url("/token") + "\",service=\"the registry\",scope=\"" + scope + "\"";
    }

    private boolean hasBlob(Registry registry) throws IOException, InterruptedException {
        return test.client.repository(registry, "team/app").blobs().has(digest("x"));
    }

    private static List<String> decoded(ScriptedServer server) {
        return server.calls().stream()
                .map(call -> URLDecoder.decode(call, StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void anAccountIsSentOnlyWhereItIsWanted() throws IOException, InterruptedException {
        test.server.on("HEAD " + BLOB, status(200));

        assertThat(hasBlob(test.withAccount())).isTrue();
        assertThat(test.server.last().header("Authorization")).isEmpty();
    }

    @Test
    void aRegistryThatWantsAPasswordGetsItAtOnceFromThenOn() throws IOException, InterruptedException {
        test.server.on("HEAD " + BLOB, door(ACCOUNT, "Basic realm=\"x\"", status(200)));

        assertThat(hasBlob(test.withAccount())).isTrue();
        assertThat(hasBlob(test.withAccount())).isTrue();
        assertThat(test.server.calls()).hasSize(3);
    }

    @Test
    void aTokenIsUsedForItsLifetime() throws IOException, InterruptedException {
        test.server.on("HEAD " + BLOB, door("Bearer first", bearer(), status(200)));
        tokens.on(
                "GET /token",
                text(200, "{\"token\":\"first\",\"expires_in\":300}"),
                text(200, "{\"token\":\"first\"}"));

        assertThat(hasBlob(test.registry())).isTrue();
        test.pass(Duration.ofSeconds(280));
        assertThat(hasBlob(test.registry())).isTrue();
        assertThat(decoded(tokens)).containsExactly("GET /token?service=the registry&scope=" + PULL);
        assertThat(tokens.last().header("Authorization")).isEmpty();

        test.pass(Duration.ofSeconds(20));
        assertThat(hasBlob(test.registry())).isTrue();
        assertThat(tokens.calls()).hasSize(2);
        assertThat(test.server.calls()).hasSize(5);
    }

    @Test
    void aTokenIsReadUpToALimit() {
        test.server.on("HEAD " + BLOB, door("Bearer t", bearer(), status(200)));
        tokens.on("GET /token", text(200, "{\"token\":\"" + "t".repeat(4 << 20) + "\"}"));

        assertThatThrownBy(() -> hasBlob(test.registry()))
                .hasMessage("the response is larger than 4 MiB, the limit of image-manager");
        assertThat(tokens.calls()).hasSize(1);
    }

    @Test
    void aTokenWithoutALifetimeIsKeptForAMinute() throws IOException, InterruptedException {
        test.server.on("HEAD " + BLOB, door("Bearer t", bearer(), status(200)));
        tokens.on("GET /token", text(200, "{\"access_token\":\"t\"}"));

        hasBlob(test.registry());
        test.pass(Duration.ofSeconds(45));
        hasBlob(test.registry());
        assertThat(tokens.calls()).hasSize(1);
        test.pass(Duration.ofSeconds(10));
        hasBlob(test.registry());
        assertThat(tokens.calls()).hasSize(2);
    }

    @Test
    void aTokenThatIsNotTakenAnyMoreIsReplaced() throws IOException, InterruptedException {
        test.server.on(
                "HEAD " + BLOB,
                door("Bearer old", bearer(), status(200)),
                door("Bearer old", bearer(), status(200)),
                door("Bearer new", bearer(), status(200)));
        tokens.on("GET /token", text(200, "{\"token\":\"old\"}"), text(200, "{\"token\":\"new\"}"));

        assertThat(hasBlob(test.registry())).isTrue();
        assertThat(hasBlob(test.registry())).isTrue();
    }

    @Test
    void whatIsWrittenNeedsAnotherTokenThanWhatIsRead() throws IOException, InterruptedException {
        String uploads = "/v2/team/app/blobs/uploads/";
        test.server
                .on("HEAD " + BLOB, door("Bearer read", bearer(), status(404)))
                .on("POST " + uploads, door("Bearer write", bearer(PUSH), status(202, "Location", "1")))
                .on("PUT " + uploads + "1", door("Bearer write", bearer(PUSH), status(201)));
        tokens.on("GET /token", text(200, "{\"token\":\"read\"}"), text(200, "{\"token\":\"write\"}"));

        test.client
                .repository(test.withAccount(), "team/app")
                .blobs()
                .put(digest("x"), 1, () -> new java.io.ByteArrayInputStream(new byte[] {'x'}));

        assertThat(decoded(tokens))
                .containsExactly(
                        "GET /token?service=the registry&scope=" + PULL,
                        "GET /token?service=the registry&scope=" + PUSH);
        assertThat(tokens.last().header("Authorization")).hasValue(ACCOUNT);
        // The content is sent once, with the token at once.
        assertThat(test.server.calls()).hasSize(5);
    }

    @Test
    void mountingNeedsTheOtherRepositoryToo() throws IOException, InterruptedException {
        test.server.on("POST /v2/team/app/blobs/uploads/", door("Bearer t", bearer(PUSH), status(201)));
        tokens.on("GET /token", text(200, "{\"token\":\"t\"}"));

        assertThat(test.repository().blobs().mount(digest("x"), "team/base")).isTrue();
        assertThat(decoded(tokens))
                .containsExactly("GET /token?service=the registry&scope=" + PUSH + "&scope=repository:team/base:pull");
    }

    @Test
    void anIdentityTokenIsExchanged() throws IOException, InterruptedException {
        test.machine.file(
                "/docker/config.json",
                "{\"auths\": {\"" + test.server.host() + "\": {\"identitytoken\": \"refresh me\"}}}");
        test.server.on("HEAD " + BLOB, door("Bearer t", bearer(), status(200)));
        tokens.on("POST /token", text(200, "{\"access_token\":\"t\"}"));

        assertThat(hasBlob(test.registry())).isTrue();
        Asked asked = tokens.last();
        assertThat(asked.header("Content-Type")).hasValue("application/x-www-form-urlencoded");
        assertThat(URLDecoder.decode(asked.text(), StandardCharsets.UTF_8))
                .isEqualTo("grant_type=refresh_token&client_id=image-manager&refresh_token=refresh me"
                        + "&service=the registry&scope=" + PULL);
    }

    @Test
    void anAccessTokenIsSentAsItIs() throws IOException, InterruptedException {
        test.machine.file(
                "/docker/config.json",
                "{\"auths\": {\"" + test.server.host() + "\": {\"registrytoken\": \"access\"}}}");
        test.server.on("HEAD " + BLOB, door("Bearer access", bearer(), status(200)));

        assertThat(hasBlob(test.registry())).isTrue();
        assertThat(tokens.calls()).isEmpty();
    }

    @Test
    void aTokenThatCannotBeSentIsNotShown() {
        test.machine.file(
                "/docker/config.json",
                "{\"auths\": {\"" + test.server.host() + "\": {\"registrytoken\": \"secret\\nline\"}}}");
        test.server.on("HEAD " + BLOB, door("Bearer t", bearer(), status(200)));

        assertThatThrownBy(() -> hasBlob(test.registry()))
                .isInstanceOf(IOException.class)
                .hasMessage("the request for team/app@" + digest("x") + " has an invalid header");
    }

    @Test
    void ofSeveralDemandsATokenIsChosen() throws IOException, InterruptedException {
        test.server.on("HEAD " + BLOB, door("Bearer t", "Basic realm=\"x\", " + bearer(), status(200)));
        tokens.on("GET /token", text(200, "{\"token\":\"t\"}"));

        assertThat(hasBlob(test.withAccount())).isTrue();
    }

    @Test
    void aWrongPasswordIsSaidWithoutTryingTwice() {
        test.server.on("HEAD " + BLOB, door("Basic other", "Basic realm=\"x\"", status(200)));

        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> hasBlob(test.withAccount()))
                .withMessage(test.server.host() + " responded with HTTP status 401 for team/app@" + digest("x")
                        + ": credentials are missing or wrong")
                .satisfies(refusal -> assertThat(refusal.isRefusal()).isTrue());
        assertThatExceptionOfType(RegistryException.class).isThrownBy(() -> hasBlob(test.withAccount()));
        assertThat(test.server.calls()).hasSize(3);
    }

    /** A token service may promise less than a minute, as to Docker. */
    @Test
    void aTokenIsUsedForAMinuteAtLeast() throws IOException, InterruptedException {
        test.server.on("HEAD " + BLOB, door("Bearer first", bearer(), status(200)));
        tokens.on("GET /token", text(200, "{\"token\":\"first\",\"expires_in\":5}"));

        assertThat(hasBlob(test.registry())).isTrue();
        test.pass(Duration.ofSeconds(49));
        assertThat(hasBlob(test.registry())).isTrue();
        assertThat(tokens.calls()).hasSize(1);
    }

    @Test
    void aTokenOfTheUserIsSentAtOnceFromThenOn() throws IOException, InterruptedException {
        test.machine.file(
                "/docker/config.json", "{\"auths\": {\"" + test.server.host() + "\": {\"registrytoken\": \"mine\"}}}");
        test.server.on("HEAD " + BLOB, door("Bearer mine", bearer(), status(200)));

        assertThat(hasBlob(test.registry())).isTrue();
        assertThat(hasBlob(test.registry())).isTrue();
        assertThat(test.server.calls()).hasSize(3);
        assertThat(tokens.calls()).isEmpty();
    }

    @Test
    void whyThereIsNoAccountIsSaid() {
        test.machine.file("/docker/config.json", "{\"credsStore\": \"desktop\"}");
        String demand = "Basic realm=\"x\"";
        test.server.on("HEAD " + BLOB, door(ACCOUNT, demand, status(200)));
        test.server.on(
                "GET /v2/team/app/tags/list",
                text(401, "{\"errors\":[{\"message\":\"authentication required\"}]}", "WWW-Authenticate", demand));

        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> hasBlob(test.registry()))
                .withMessageEndingWith(
                        ": credentials are missing or wrong (docker-credential-desktop is not on the PATH)");
        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> test.repository().tags().list())
                .withMessageEndingWith("(docker-credential-desktop is not on the PATH)");
    }

    @Test
    void whatTheTokenServiceSaysIsHandedOn() {
        test.server.on("HEAD " + BLOB, door("Bearer t", bearer(), status(200)));
        tokens.on("GET /token", text(401, "{\"details\":\"incorrect username or password\"}"));

        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> hasBlob(test.withAccount()))
                .withMessage("the token service " + tokens.host() + " responded with HTTP status 401 for " + PULL
                        + ": credentials are missing or wrong (incorrect username or password)");
    }

    /** The challenge of the registry says it. */
    @Test
    void aScopeWithoutEndIsNotShownInFull() {
        String challenge = "Bearer realm=\"http://" + tokens.host() + "/token\",scope=\"" + "s".repeat(3000) + "\"";
        test.server.on("HEAD " + BLOB, door("Bearer t", challenge, status(200)));
        tokens.on("GET /token", status(403));

        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> hasBlob(test.registry()))
                .satisfies(failure ->
                        assertThat(failure.getMessage()).contains("status 403").hasSizeLessThan(400));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"token\":null,\"access_token\":null}", "{\"access_token\":null}"})
    void nullIsNotAToken(String body) {
        test.server.on("HEAD " + BLOB, door("Bearer null", bearer(), status(200)));
        tokens.on("GET /token", text(200, body));

        assertThatExceptionOfType(InvalidResponseException.class)
                .isThrownBy(() -> hasBlob(test.registry()))
                .withMessageEndingWith("sent a response without a token");
    }

    @Test
    void aTokenServiceThatIsBusyIsAskedAgain() throws IOException, InterruptedException {
        test.server.on("HEAD " + BLOB, door("Bearer t", bearer(), status(200)));
        tokens.on("GET /token", status(429, "Retry-After", "2"), text(200, "{\"token\":\"t\"}"));

        assertThat(hasBlob(test.registry())).isTrue();
        assertThat(test.pauses).containsExactly(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"no address", "ftp://localhost/token", "", "http://"})
    void aTokenServiceThatCannotBeAskedIsSaid(String realm) {
        test.server.on("HEAD " + BLOB, door("Bearer t", "Bearer realm=\"" + realm + "\"", status(200)));

        assertThatExceptionOfType(InvalidResponseException.class)
                .isThrownBy(() -> hasBlob(test.registry()))
                .withMessageStartingWith(
                        test.server.host() + " uses a token service with an invalid address, '" + realm + "': ");
    }

    @ParameterizedTest
    @CsvSource({
        "<html>, sent a response that is not valid JSON",
        "{}, sent a response without a token",
        "'{\"token\":\"\"}', sent a response without a token",
        "'{\"token\":\"a\\nb\"}', sent a response without a token",
        "'{\"token\":{}}', sent a response without a token",
        "[], sent a response without a token",
    })
    void aTokenServiceThatAnswersNonsenseIsSaid(String body, String reason) {
        test.server.on("HEAD " + BLOB, door("Bearer t", bearer(), status(200)));
        tokens.on("GET /token", text(200, body));

        assertThatExceptionOfType(InvalidResponseException.class)
                .isThrownBy(() -> hasBlob(test.registry()))
                .withMessage("the token service " + tokens.host() + " " + reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer service=\"x\"", "Negotiate", "", "Digest realm=x"})
    void aDemandThatIsNotUnderstoodIsARefusal(String demand) {
        test.server.on("HEAD " + BLOB, door(ACCOUNT, demand, status(200)));

        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> hasBlob(test.withAccount()))
                .satisfies(refusal -> assertThat(refusal.isRefusal()).isTrue());
    }

    @Test
    void anAccountIsNotSentOutOfTls() {
        try (TestRegistry secure = new TestRegistry(root, ScriptedServer.startWithTls())) {
            secure.server.on("HEAD " + BLOB, door("Bearer t", bearer(), status(200)));
            Registry registry = new Registry(
                    secure.server.host(),
                    "",
                    Optional.of(new Registry.Credentials("user", "password")),
                    Registry.Transport.TLS,
                    Optional.of(ScriptedServer.AUTHORITY));

            assertThatExceptionOfType(InvalidResponseException.class)
                    .isThrownBy(() -> secure.client
                            .repository(registry, "team/app")
                            .blobs()
                            .has(digest("x")))
                    .withMessage(secure.server.host() + " requires the credentials to be sent without TLS to '"
                            + tokens.url("/token") + "', which is not allowed");
            assertThat(tokens.calls()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic realm=\"x\"", "Bearer realm=\"http://registry.invalid/token\""})
    void anAccountIsNotSentToAnotherMachineWithoutTls(String demand) {
        test.machine.environment().set("HTTP_PROXY", test.server.host());
        test.server.on("HEAD " + BLOB, door(ACCOUNT, demand, status(200)));
        Registry registry = new Registry(
                "registry.invalid",
                "",
                Optional.of(new Registry.Credentials("user", "password")),
                Registry.Transport.HTTP,
                Optional.empty());

        assertThatExceptionOfType(InvalidResponseException.class)
                .isThrownBy(() -> hasBlob(registry))
                .withMessageContaining("without TLS");
        assertThat(test.server.calls()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://registry.invalid/token",
                "http://localhost.invalid/token",
                "http://127.0.0.1@registry.invalid/token"
            })
    void aRegistryOnThisMachineDoesNotSendAnAccountElsewhereWithoutTls(String realm) {
        test.server.on("HEAD " + BLOB, door(ACCOUNT, "Bearer realm=\"" + realm + "\"", status(200)));

        assertThatExceptionOfType(InvalidResponseException.class)
                .isThrownBy(() -> hasBlob(test.withAccount()))
                .withMessageContaining("without TLS");
    }

    @Test
    void theStorageBehindARegistryGetsNoAccount() {
        try (ScriptedServer storage = ScriptedServer.start()) {
            storage.on("GET /bucket", door(ACCOUNT, "Basic realm=\"steal\"", status(200)));
            test.server.on("GET " + BLOB, status(307, "Location", storage.url("/bucket")));

            assertThatThrownBy(() -> test.client
                            .repository(test.withAccount(), "team/app")
                            .blobs()
                            .copy(digest("x"), java.io.OutputStream.nullOutputStream()))
                    .isInstanceOf(RegistryException.class);
            assertThat(storage.requests()).hasSize(1).allMatch(request -> request.header("Authorization")
                    .isEmpty());
        }
    }

    @Test
    void aPlaceForUploadsElsewhereGetsNoAccount() throws IOException, InterruptedException {
        try (ScriptedServer storage = ScriptedServer.start()) {
            test.server.on(
                    "POST /v2/team/app/blobs/uploads/",
                    door(ACCOUNT, "Basic realm=\"x\"", status(202, "Location", storage.url("/bucket?x=y"))));
            storage.on("PUT /bucket", status(201));

            test.client
                    .repository(test.withAccount(), "team/app")
                    .blobs()
                    .put(digest(""), 0, InputStream::nullInputStream);

            assertThat(storage.last().header("Authorization")).isEmpty();
        }
    }
}
