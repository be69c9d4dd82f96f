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
import java.util.List;
import java.util.Optional;
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
        accounts = new RegistryAccounts(
                new DockerConfig(machine.environment()),
                new CredentialProgram(new ProcessRunner(), machine.executables()));
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
                HOST, "", Optional.of(new Registry.Credentials("fleet", "secret")), false, Optional.empty());

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
                "echo '{}'"
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
    void noSecretIsShown() {
        assertThat(List.of(new Password("user", "secret"), new IdentityToken("secret"), new AccessToken("secret"))
                        .toString())
                .isEqualTo("[user:***, identity token, access token]");
    }
}
