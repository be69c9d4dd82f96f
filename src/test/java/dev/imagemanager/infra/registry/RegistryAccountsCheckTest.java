package dev.imagemanager.infra.registry;

import static dev.imagemanager.infra.http.ScriptedServer.status;
import static dev.imagemanager.infra.http.ScriptedServer.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.infra.http.ScriptedServer.Answer;
import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.model.settings.SettingsResolver;
import dev.imagemanager.pipeline.doctor.Finding;
import dev.imagemanager.pipeline.doctor.HealthCheck.Subject;
import dev.imagemanager.pipeline.services.Provided;
import dev.imagemanager.pipeline.services.Whereabouts;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RegistryAccountsCheckTest {

    private static final String API = "GET /v2/";

    @TempDir
    Path root;

    private TestRegistry test;

    @BeforeEach
    void start() {
        test = new TestRegistry(root);
    }

    @AfterEach
    void stop() {
        test.close();
    }

    private List<Finding> findings(Registry registry, ServiceName... startable) throws InterruptedException {
        FleetSettings settings = SettingsResolver.defaults();
        return new RegistryAccountsCheck(test.client, test.accounts)
                .examine(new Subject(
                        root,
                        settings,
                        new Whereabouts(
                                new Provided(List.of(), Optional.of(registry), Optional.empty(), Optional.empty()),
                                Set.of(startable),
                                Set.of())));
    }

    /** For {@code user} with {@code password}. */
    private static Answer door() {
        return exchange -> {
            boolean isAllowed = "Basic dXNlcjpwYXNzd29yZA=="
                    .equals(exchange.getRequestHeaders().getFirst("Authorization"));
            (isAllowed ? status(200) : text(401, "{}", "WWW-Authenticate", "Basic realm=\"x\"")).give(exchange);
        };
    }

    @Test
    void anAccountIsTried() throws InterruptedException {
        test.server.on(API, door());

        assertThat(findings(test.withAccount()))
                .containsExactly(Finding.ok("registry accounts", test.server.host() + " accepts the account"));
    }

    @Test
    void aRegistryMayWantNone() throws InterruptedException {
        test.server.on(API, status(200));

        assertThat(findings(test.registry()))
                .containsExactly(Finding.ok("registry accounts", test.server.host() + " answers without an account"));
    }

    @Test
    void anAccountThatIsMissingIsAWarning() throws InterruptedException {
        test.server.on(API, door());

        assertThat(findings(test.registry()))
                .containsExactly(Finding.warning(
                        "registry accounts",
                        test.server.host()
                                + " responded with HTTP status 401 for its API: credentials are missing or wrong",
                        "run 'docker login " + test.server.host() + "', or set its username and password under"
                                + " 'registries' in .image-manager.yml"));
    }

    @Test
    void aHelperThatFailsIsNamed() throws InterruptedException {
        test.server.on(API, door());
        test.machine.file("/docker/config.json", "{\"credsStore\": \"all\"}");
        test.machine.program("docker-credential-all", "echo 'vault is locked' >&2; exit 1");

        assertThat(findings(test.registry()))
                .containsExactly(Finding.warning(
                        "registry accounts",
                        test.server.host()
                                + " responded with HTTP status 401 for its API: credentials are missing or wrong"
                                + " (docker-credential-all failed: 'vault is locked')",
                        "correct what is named, or set its username and password under 'registries' in"
                                + " .image-manager.yml"));
    }

    @Test
    void nobodyIsAWarning() throws InterruptedException {
        test.server.close();

        assertThat(findings(test.registry())).singleElement().satisfies(finding -> assertThat(finding.message())
                .isEqualTo(test.server.host() + " cannot be reached: no server is listening"));
    }

    @Test
    void aRegistryThatIsStartedWhenNeededIsNotTried() throws InterruptedException {
        assertThat(findings(test.registry(), ServiceName.REGISTRY))
                .containsExactly(Finding.ok("registry accounts", "no registry is configured"));
    }
}
