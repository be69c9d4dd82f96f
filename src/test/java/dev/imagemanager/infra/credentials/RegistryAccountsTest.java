package dev.imagemanager.infra.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.infra.credentials.RegistryAccount.AccessToken;
import dev.imagemanager.infra.credentials.RegistryAccount.IdentityToken;
import dev.imagemanager.infra.credentials.RegistryAccount.Password;
import dev.imagemanager.infra.credentials.RegistryAccounts.Lookup;
import dev.imagemanager.infra.doctor.FakeMachine;
import dev.imagemanager.infra.process.ProcessRunner;
import dev.imagemanager.model.settings.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where accounts come from, with helpers that are shell scripts. */
@Timeout(60)
class RegistryAccountsTest {

    private static final String HOST = "registry.example:5000";
    private static final String HUB = "https://index.docker.io/v1/";

    /** {@code user:password} */
    private static final String AUTH = "dXNlcjpwYXNzd29yZA==";

    @TempDir
    Path root;

    private FakeMachine machine;
    private RegistryAccounts accounts;

    @BeforeEach
    void prepare() {
        machine = new FakeMachine(root);
        accounts = accounts(Clock.systemUTC());
    }

    private RegistryAccounts accounts(Clock clock) {
        return new RegistryAccounts(
                new DockerConfig(machine.environment()),
                new CredentialProgram(new ProcessRunner(), machine.executables()),
                clock);
    }

    private void config(String json) {
        machine.file("/docker/config.json", json.replace('\'', '"'));
    }

    private Lookup lookup(String host) throws InterruptedException {
        return accounts.find(Registry.at(host));
    }

    private Optional<RegistryAccount> account(String host) throws InterruptedException {
        Lookup lookup = lookup(host);
        assertThat(lookup.failure()).isEmpty();
        return lookup.account();
    }

    @Test
    void withoutDockersConfigurationThereIsNone() throws InterruptedException {
        assertThat(account(HOST)).isEmpty();
    }

    @Test
    void theFleetsOwnGoesFirst() throws InterruptedException {
        config("{'auths': {'" + HOST + "': {'auth': '" + AUTH + "'}}}");
        Registry registry = new Registry(
                HOST,
                "",
                Optional.of(new Registry.Credentials("fleet", "secret")),
                Registry.Transport.TLS,
                Optional.empty());

        assertThat(accounts.find(registry).account()).contains(new Password("fleet", "secret"));
        assertThat(account(HOST)).contains(new Password("user", "password"));
    }

    @ParameterizedTest
    @ValueSource(strings = {HOST, "https://" + HOST, "http://" + HOST + "/v2/", HOST + "/v1"})
    void aHostStandsThereInManyForms(String key) throws InterruptedException {
        config("{'auths': {'" + key + "': {'auth': '" + AUTH + "'}}}");

        assertThat(account(HOST)).contains(new Password("user", "password"));
        assertThat(account("other.example")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {HUB, "index.docker.io"})
    void dockerHubHasANameOfItsOwn(String key) throws InterruptedException {
        config("{'auths': {'" + key + "': {'auth': '" + AUTH + "'}}}");

        assertThat(account("docker.io")).contains(new Password("user", "password"));
    }

    @Test
    void anEntryMayHoldATokenOrThePasswordAsItIs() throws InterruptedException {
        config("{'auths': {"
                + "'identity.example': {'auth': 'MDAwMDAwMDA6', 'identitytoken': 'refresh'},"
                + "'access.example': {'registrytoken': 'access'},"
                + "'plain.example': {'username': 'user', 'password': 'a:b'},"
                + "'colons.example': {'auth': 'dXNlcjphOmI='},"
                + "'empty.example': {}}}");

        assertThat(account("identity.example")).contains(new IdentityToken("refresh"));
        assertThat(account("access.example")).contains(new AccessToken("access"));
        assertThat(account("plain.example")).contains(new Password("user", "a:b"));
        assertThat(account("colons.example")).contains(new Password("user", "a:b"));
        assertThat(account("empty.example")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%%%", "dXNlcg==", "OnBhc3N3b3Jk"})
    void whatIsNotAnAccountIsSaidWithoutShowingIt(String auth) throws InterruptedException {
        config("{'auths': {'" + HOST + "': {'auth': '" + auth + "'}}}");

        assertThat(lookup(HOST).account()).isEmpty();
        assertThat(lookup(HOST).failure())
                .contains("'auth' of " + HOST + " in " + root.resolve("docker/config.json")
                        + " is not Base64 of user:password");
    }

    @Test
    void aFileThatIsNotJsonIsSaid() throws InterruptedException {
        config("{");

        assertThat(lookup(HOST).failure()).contains(root.resolve("docker/config.json") + " cannot be read as JSON");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{'auths': null, 'credHelpers': null, 'credsStore': null}",
                "{'auths': {'" + HOST + "': null}, 'credsStore': null}",
                "{'auths': {'" + HOST + "': {'auth': null, 'username': null, 'password': null, 'identitytoken': null,"
                        + " 'registrytoken': null}}}",
                "{'credHelpers': {'" + HOST + "': null}, 'credsStore': 'missing'}"
            })
    void nullIsNothing(String config) throws InterruptedException {
        config(config);

        assertThat(account(HOST)).isEmpty();
    }

    @Test
    void nullBesideAnAccountIsNothing() throws InterruptedException {
        config("{'auths': {'" + HOST + "': {'auth': '" + AUTH + "', 'identitytoken': null}}, 'credsStore': null}");

        assertThat(account(HOST)).contains(new Password("user", "password"));
    }

    @Test
    void valuesOfAWrongTypeAreSaidAllAtOnce() throws InterruptedException {
        config("{'auths': {'a.example': [], 'b.example': {'auth': 7, 'password': {}}}, 'credsStore': true,"
                + " 'credHelpers': {'c.example': 5}}");

        assertThat(lookup(HOST).failure())
                .contains(root.resolve("docker/config.json")
                        + " cannot be used: 'credsStore' must be text; 'credHelpers.c.example' must be text;"
                        + " 'auths.a.example' must be an object; 'auths.b.example.auth' must be text;"
                        + " 'auths.b.example.password' must be text");
        config("{'auths': 'x', 'credHelpers': []}");
        accounts = accounts(Clock.systemUTC());
        assertThat(lookup(HOST).failure()).hasValueSatisfying(reason -> assertThat(reason)
                .endsWith("'credHelpers' must be an object; 'auths' must be an object"));
    }

    /** Docker reads nothing else of it. */
    @Test
    void ofTheVariableOnlyAccountsAreRead() throws InterruptedException {
        machine.environment()
                .set("DOCKER_AUTH_CONFIG", "{\"credsStore\": 7, \"auths\": {\"a.example\": {\"auth\": 7}}}");

        assertThat(lookup(HOST).failure())
                .contains("DOCKER_AUTH_CONFIG cannot be used: 'auths.a.example.auth' must be text");
    }

    @Test
    void theHelperOfAHostIsAskedForIt() throws InterruptedException {
        config("{'credHelpers': {'" + HOST + "': 'own'}, 'credsStore': 'all', 'auths': {'" + HOST + "': {}}}");
        machine.program(
                "docker-credential-own",
                "read server; echo \"{\\\"Username\\\":\\\"$1\\\",\\\"Secret\\\":\\\"$server\\\"}\"");

        assertThat(account(HOST)).contains(new Password("get", HOST));
    }

    @Test
    void theHelperForAllIsAskedForTheOthers() throws InterruptedException {
        config("{'credHelpers': {'" + HOST + "': 'own'}, 'credsStore': 'all'}");
        machine.program(
                "docker-credential-all",
                "read server; echo \"{\\\"Username\\\":\\\"u\\\",\\\"Secret\\\":\\\"$server\\\"}\"");

        assertThat(account("other.example")).contains(new Password("u", "other.example"));
        assertThat(account("docker.io")).contains(new Password("u", HUB));
    }

    @Test
    void aHelperWithoutANameMeansTheFile() throws InterruptedException {
        config("{'credHelpers': {'" + HOST + "': ''}, 'credsStore': 'all', 'auths': {'" + HOST + "': {'auth': '" + AUTH
                + "'}}}");

        assertThat(account(HOST)).contains(new Password("user", "password"));
    }

    @Test
    void aHelperMayKnowAnIdentityToken() throws InterruptedException {
        config("{'credsStore': 'all'}");
        machine.program("docker-credential-all", "echo '{\"Username\":\"<token>\",\"Secret\":\"refresh\"}'");

        assertThat(account(HOST)).contains(new IdentityToken("refresh"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo 'credentials not found in native keychain'; exit 1",
                "echo '{\"Username\":\"\",\"Secret\":\"\"}'",
                "echo '{}'",
                "echo '{\"Username\":null,\"Secret\":null}'"
            })
    void aHelperMayNotKnowAHost(String script) throws InterruptedException {
        config("{'credsStore': 'all'}");
        machine.program("docker-credential-all", script);

        assertThat(account(HOST)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "echo 'vault is locked' >&2; exit 1, docker-credential-all failed: 'vault is locked'",
        "echo denied; exit 2, docker-credential-all failed: 'denied'",
        "exit 3, docker-credential-all failed: 'exit code 3'",
        "echo 'my secret', docker-credential-all printed something that is not valid JSON",
    })
    void aHelperThatFailsIsSaid(String script, String reason) throws InterruptedException {
        config("{'credsStore': 'all'}");
        machine.program("docker-credential-all", script);

        assertThat(lookup(HOST)).isEqualTo(Lookup.failed(reason.replace("'exit code 3'", "exit code 3")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "yes >&2", "cat /dev/zero", "trap '' TERM; yes >&2; exit 1"})
    void aHelperThatPrintsWithoutEndIsStopped(String script) throws InterruptedException {
        config("{'credsStore': 'all'}");
        machine.program("docker-credential-all", script);

        assertThat(lookup(HOST).failure()).hasValueSatisfying(reason -> assertThat(reason)
                .endsWith("docker-credential-all printed more than 1 MiB and was stopped"));
    }

    @Test
    void aSecretThatIsNotTextIsSaid() throws InterruptedException {
        config("{'credsStore': 'all'}");
        machine.program("docker-credential-all", "echo '{\"Username\":\"u\",\"Secret\":5}'");

        assertThat(lookup(HOST))
                .isEqualTo(Lookup.failed("docker-credential-all printed an account whose 'Secret' is not text"));
    }

    @Test
    void aHelperThatIsMissingIsSaid() throws InterruptedException {
        config("{'credsStore': 'desktop.exe', 'credHelpers': {'evil.example': '../bin/sh'}}");

        assertThat(lookup(HOST)).isEqualTo(Lookup.failed("docker-credential-desktop.exe is not on the PATH"));
        assertThat(lookup("evil.example").failure())
                .hasValueSatisfying(reason -> assertThat(reason).endsWith("is not on the PATH"));
    }

    @Test
    void aHelperIsAskedOnce() throws InterruptedException, IOException {
        config("{'credsStore': 'all'}");
        Path calls = root.resolve("calls");
        machine.program(
                "docker-credential-all", "echo called >> " + calls + "; echo '{\"Username\":\"u\",\"Secret\":\"s\"}'");

        assertThat(account(HOST)).isEqualTo(account(HOST));
        assertThat(Files.readAllLines(calls)).isEqualTo(List.of("called"));
    }

    @Test
    void aHelperIsAskedAgainWhenItsTokenMayHaveExpired() throws InterruptedException, IOException {
        config("{'credsStore': 'all'}");
        Path calls = root.resolve("calls");
        machine.program(
                "docker-credential-all", "echo called >> " + calls + "; echo '{\"Username\":\"u\",\"Secret\":\"s\"}'");
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
        InstantSource time = now::get;
        accounts = accounts(time.withZone(ZoneOffset.UTC));

        assertThat(account(HOST)).isPresent();
        now.updateAndGet(start -> start.plusSeconds(289));
        assertThat(account(HOST)).isPresent();
        assertThat(Files.readAllLines(calls)).hasSize(1);
        now.updateAndGet(time289 -> time289.plusSeconds(1));
        assertThat(account(HOST)).isPresent();
        assertThat(Files.readAllLines(calls)).hasSize(2);
    }

    /** Docker sends the server without a line break. */
    @Test
    void aHelperGetsWhatDockersGet() throws InterruptedException {
        config("{'credsStore': 'all'}");
        machine.program(
                "docker-credential-all", "echo \"{\\\"Username\\\":\\\"u\\\",\\\"Secret\\\":\\\"$(wc -c)\\\"}\"");

        assertThat(account(HOST)).contains(new Password("u", Integer.toString(HOST.length())));
    }

    @Test
    void aHelperGetsOnlyVariablesThatHelpersNeed() throws InterruptedException {
        config("{'credsStore': 'all'}");
        machine.program(
                "docker-credential-all",
                "env | cut -d= -f1 | sort > " + root.resolve("variables")
                        + "; echo '{\"Username\":\"u\",\"Secret\":\"s\"}'");

        assertThat(account(HOST)).isPresent();
        assertThat(root.resolve("variables")).content().contains("PATH");
        assertThat(root.resolve("variables")).content().doesNotContain("MAVEN", "JAVA", "SUREFIRE");
    }

    @Test
    void theVariableGoesBeforeTheFile() throws InterruptedException {
        config(
                "{'credsStore': 'all', 'auths': {'other.example': {'auth': 'YTpi'}}, 'credHelpers': {'other.example': ''}}");
        machine.environment()
                .set(
                        "DOCKER_AUTH_CONFIG",
                        "{\"auths\": {\"https://" + HOST + "\": {\"auth\": \"" + AUTH
                                + "\"}}, \"credsStore\": \"missing\"}");

        assertThat(account(HOST)).contains(new Password("user", "password"));
        assertThat(account("other.example")).contains(new Password("a", "b"));
    }

    @Test
    void aVariableThatIsNotJsonIsSaidIfNothingElseHasAnAccount() throws InterruptedException {
        config("{'auths': {'" + HOST + "': {'auth': '" + AUTH + "'}}}");
        machine.environment().set("DOCKER_AUTH_CONFIG", "{secret");

        assertThat(account(HOST)).contains(new Password("user", "password"));
        assertThat(lookup("other.example")).isEqualTo(Lookup.failed("DOCKER_AUTH_CONFIG cannot be read as JSON"));
    }

    @ParameterizedTest
    @CsvSource({
        "REGISTRY_AUTH_FILE, auth.json, auth.json",
        "XDG_RUNTIME_DIR, run, run/containers/auth.json",
        "XDG_CONFIG_HOME, config, config/containers/auth.json"
    })
    void accountsOfPodmanAreUsedIfDockerHasNone(String variable, String value, String file)
            throws InterruptedException {
        config("{'auths': {'" + HOST + "': {'auth': '" + AUTH + "'}}}");
        machine.environment().set(variable, root.resolve(value).toString());
        machine.file(
                "/" + file,
                "{'auths': {'%s': {'auth': 'YTpi'}, 'docker.io': {'auth': 'Yzpk'}, 'quay.example/team': {'auth': 'ZTpm'}, 'quay.example/team/app': {'auth': 'Zzpo'}}}"
                        .formatted(HOST)
                        .replace('\'', '"'));

        assertThat(account(HOST)).contains(new Password("user", "password"));
        assertThat(account("docker.io")).contains(new Password("c", "d"));
        assertThat(accounts.find(at("quay.example", "team/app/1")).account()).contains(new Password("g", "h"));
        assertThat(accounts.find(at("quay.example", "team/apple")).account()).contains(new Password("e", "f"));
    }

    private static Registry at(String host, String path) {
        return new Registry(host, path, Optional.empty(), Registry.Transport.TLS, Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker.io", "index.docker.io", "registry-1.docker.io"})
    void dockerHubHasOneAccountUnderAllItsNames(String host) throws InterruptedException {
        config("{'auths': {'" + HUB + "': {'auth': '" + AUTH + "'}, 'docker.io': {'auth': 'YTpi'}}}");

        assertThat(account(host)).contains(new Password("user", "password"));
    }

    private String copy(Registry... registries) throws IOException, InterruptedException {
        return copy(host -> host, registries);
    }

    private String copy(UnaryOperator<String> names, Registry... registries) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory(root, "copy");
        return accounts.writeCopy(directory, List.of(registries), names)
                ? Files.readString(directory.resolve("config.json")).replace('"', '\'')
                : "none";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'auths':{'" + HOST + "':{'auth':'" + AUTH + "'}}}",
                "{'credsStore':'all','HttpHeaders':{'a':'b'}}",
                "{'auths':{'" + HUB + "':{'identitytoken':'token'}},'credHelpers':{'b.example':'own'}}",
                "{secret"
            })
    void otherProgramsReadDockersFileItselfIfItSaysTheSame(String config) throws IOException, InterruptedException {
        config(config);

        assertThat(copy()).isEqualTo("none");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            {'auths':{'%1$s':{'username':'user','password':'password'}}} | {'auths':{'%1$s':{'auth':'%2$s'}}}
            {'auths':{'https://%1$s/v1/':{'auth':'%2$s'}}} | {'auths':{'%1$s':{'auth':'%2$s'}}}
            {'auths':{'docker.io':{'auth':'%2$s'}}} | {'auths':{'https://index.docker.io/v1/':{'auth':'%2$s'}}}
            {'credHelpers':{'https://%1$s':'own'},'proxies':{}} | {'credHelpers':{'%1$s':'own'},'proxies':{}}
            {'credsStore':'all','credHelpers':{'%1$s':''},'auths':{'https://b.example':{'auth':'%2$s'}}} | \
            {'credsStore':'all','credHelpers':{'%1$s':''},'auths':{}}
            {'auths':{'%1$s':{'registrytoken':'token','auth':'%2$s'}}} | {'auths':{'%1$s':{'registrytoken':'token'}}}
            """)
    void otherProgramsGetTheSameAccounts(String config, String copy) throws IOException, InterruptedException {
        config(config.formatted(HOST, AUTH));

        assertThat(copy()).isEqualTo(copy.formatted(HOST, AUTH));
    }

    @Test
    void otherProgramsGetTheAccountsOfAllPlaces() throws IOException, InterruptedException {
        config("{'auths':{'file.example':{'auth':'YTpi'},'variable.example':{'auth':'YTpi'}},'credsStore':'all'}");
        machine.program(
                "docker-credential-all",
                "grep -q file.example || { echo 'credentials not found in native keychain'; exit 1; };"
                        + " echo '{\"Username\":\"u\",\"Secret\":\"s\"}'");
        machine.environment().set("DOCKER_AUTH_CONFIG", "{\"auths\": {\"variable.example\": {\"auth\": \"Yzpk\"}}}");
        machine.environment()
                .set("REGISTRY_AUTH_FILE", root.resolve("auth.json").toString());
        machine.file("/auth.json", "{\"auths\": {\"podman.example\": {\"auth\": \"ZTpm\"}}}");
        Registry fleet = new Registry(
                "fleet.example",
                "",
                Optional.of(new Registry.Credentials("g", "h")),
                Registry.Transport.TLS,
                Optional.empty());

        assertThat(copy(fleet))
                .isEqualTo("{'auths':{'variable.example':{'auth':'Yzpk'},'podman.example':{'auth':'ZTpm'},"
                        + "'fleet.example':{'auth':'Zzpo'}},'credsStore':'all','credHelpers':{'variable.example':'',"
                        + "'podman.example':'','fleet.example':''}}");
    }

    @Test
    void aHostGetsItsAccountUnderTheNameThatTheOtherProgramHasForIt() throws IOException, InterruptedException {
        config("{'credHelpers':{'localhost:5701':'own'}}");
        machine.program("docker-credential-own", "echo '{\"Username\":\"user\",\"Secret\":\"password\"}'");

        assertThat(copy(host -> host.replace("localhost:5701", "registry:5000"), Registry.at("localhost:5701")))
                .isEqualTo("{'credHelpers':{},'auths':{'registry:5000':{'auth':'" + AUTH + "'}}}");
    }

    @Test
    void anAccountIsNotForAHostWhereOthersCanReadIt() throws IOException, InterruptedException {
        config("{'auths':{'https://" + HOST + "/v2/':{'auth':'" + AUTH + "'}},'credsStore':'all'}");
        Registry plain = new Registry(
                HOST,
                "",
                Optional.of(new Registry.Credentials("user", "password")),
                Registry.Transport.HTTP,
                Optional.empty());

        assertThat(copy(plain)).isEqualTo("{'auths':{},'credsStore':'all','credHelpers':{'" + HOST + "':''}}");
    }

    @Test
    void noSecretIsShown() {
        assertThat(List.of(new Password("user", "secret"), new IdentityToken("secret"), new AccessToken("secret"))
                        .toString())
                .isEqualTo("[user:***, identity token, access token]");
    }
}
