package dev.imagemanager.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.problem.Problem;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which environment variables a fleet may take where. */
class ListedVariablesTest extends SettingsFleet {

    private static final String SECRET = "hunter2-hunter2";

    @BeforeEach
    void everyImageHasATest() {
        fleet.with("images/app/test.yml", "schemaVersion: 2.0.0\n");
    }

    private List<Problem> problemsOf(String settings) {
        return fleet.with(".image-manager.yml", settings).problems();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "variables: {a: '${REGION}'}",
                "variables: {a: [{b: 'x ${REGION:none}'}]}",
                "versions: {a: '${REGION}'}",
                "labels: {a: '${REGION}'}",
                "build_args: {a: '${REGION}'}",
                "platforms: ['${REGION}']",
                "keep_archives: '${REGION}'",
                "environment: ['${REGION}']",
            })
    void whatBecomesPartOfResultsTakesListedVariablesOnly(String settings) {
        fleet.withVariable("REGION", "true");

        assertThat(fleet.shown(problemsOf(settings + "\n")))
                .startsWith(".image-manager.yml:1:")
                .contains("needs the environment variable REGION, which is not listed under 'environment'")
                .contains("if everybody may see its value, add 'environment: [REGION]'");
    }

    /** Java has a replacement character in the place of other bytes. */
    @Test
    void aValueThatIsNotUtf8IsRefused() {
        fleet.withVariable("REGION", "M\uFFFDnchen");
        assertThat(fleet.shown(problemsOf("environment: [REGION]\nlabels: {a: '${REGION}'}\n")))
                .startsWith(".image-manager.yml:2:")
                .contains("'labels.a' needs the environment variable REGION, whose value is not UTF-8")
                .contains("set it to text in UTF-8");

        fleet.withVariable("IMAGE_MANAGER_LABELS_A", "M\uFFFDnchen");
        assertThat(fleet.shown(problemsOf("labels: {a: b}\n")))
                .contains("the value of the environment variable IMAGE_MANAGER_LABELS_A is not UTF-8");
    }

    @ParameterizedTest
    @CsvSource({
        "'${REGION}.example', build_registry: X",
        "'${REGION}', 'mirrors: {docker.io: X}'",
        "'https://${REGION}', tools_mirror: X",
        "'tcp://${REGION}:1', 'builders: {linux/arm64: X}'",
        "'${REGION}', 'services: {dind: {mode: X}}'",
        "'${REGION}.example', 'registries: [{url: X, username: X, password: X, ca: X}]'",
        "'https://${REGION}', 'cache: {endpoint: X, access_key: X, secret_key: X, bucket: X, region: X}'",
    })
    void addressesAndCredentialsTakeAnyVariable(String value, String settings) {
        fleet.withVariable("REGION", "external").withVariable("IMAGE_MANAGER_ALLOW", "builders");

        assertThat(problemsOf(settings.replace("X", "'" + value + "'") + "\n")).isEmpty();
    }

    @Test
    void templatesAreNotSaidToUseWhatIsMissingForThatReason() {
        fleet.without("images/app/Dockerfile")
                .with("images/app/Dockerfile.tmpl", "FROM scratch\nLABEL a={=variables.a} b={=version(}\n");

        assertThat(fleet.shown(problemsOf("variables: {a: '${REGION}'}\n")))
                .contains("not listed under 'environment'", "images/app/Dockerfile.tmpl:2:36: error: ")
                .doesNotContain("no key 'a'");
    }

    @Test
    void listedVariablesAreTaken() {
        fleet.withVariable("REGION", "eu").withVariable("STAGE", "test");
        FleetConfig settings = settings("environment: [REGION, STAGE]\nlabels: {a: '${REGION}-${STAGE}'}\n");

        assertThat(settings.labels()).containsEntry("a", Optional.of("eu-test"));
        assertThat(fleet.generate().fleet().environment())
                .extracting(use -> use.note().toString())
                .containsExactly(
                        ".image-manager.yml:2:13: 'labels.a' takes the environment variable REGION",
                        ".image-manager.yml:2:13: 'labels.a' takes the environment variable STAGE");
    }

    @Test
    void secretsOfBuildsAreUsesToo() {
        fleet.with("images/app/image.yml", "tags: [{name: 1.0.0}]\nbuild: {secrets: [{id: a, env: NPM}]}\n");

        assertThat(fleet.generate().fleet().environment())
                .extracting(use -> use.note().toString())
                .containsExactly(
                        "images/app/image.yml:2:32: 'build.secrets[0].env' takes the environment variable NPM");
    }

    @Test
    void credentialsAreNotListed() {
        fleet.withVariable("DEPLOY_TOKEN", SECRET)
                .withVariable("ACCOUNT", SECRET)
                .withVariable("NPM", SECRET)
                .with("images/app/image.yml", "tags: [{name: 1.0.0}]\nbuild: {secrets: [{id: a, env: NPM}]}\n");
        String settings =
                """
                environment: [DEPLOY_TOKEN, ACCOUNT, NPM]
                registries: [{url: ghcr.io, username: "${ACCOUNT}", password: x}]
                labels: {a: "${DEPLOY_TOKEN}", b: "${ACCOUNT}", c: "${NPM}"}
                """;

        assertThat(fleet.shown(problemsOf(settings)))
                .contains(
                        ".image-manager.yml:1:15: error: 'environment[0]' lists DEPLOY_TOKEN, which is called like a"
                                + " credential: values of listed variables become part of images",
                        ".image-manager.yml:1:29: error: 'environment[1]' lists ACCOUNT, which is also used as a"
                                + " credential in 'registries[0].username' (.image-manager.yml:2:39)",
                        ".image-manager.yml:1:38: error: 'environment[2]' lists NPM, which is also used as a credential"
                                + " in 'build.secrets[0].env' (images/app/image.yml:2:32)",
                        "IMAGE_MANAGER_ALLOW=environment:DEPLOY_TOKEN")
                .doesNotContain(SECRET);

        fleet.withVariable(Permission.VARIABLE, "environment:DEPLOY_TOKEN,environment:ACCOUNT,environment:NPM");
        assertThat(problemsOf(settings)).isEmpty();
    }

    @Test
    void theOperatorAllowsWhatIsListedOnly() {
        fleet.withVariable("DEPLOY_TOKEN", SECRET).withVariable(Permission.VARIABLE, "environment:DEPLOY_TOKEN");

        assertThat(fleet.shown(problemsOf("labels: {a: '${DEPLOY_TOKEN}'}\n")))
                .contains("DEPLOY_TOKEN, which is not listed under 'environment'");
    }

    @Test
    void namesAreChecked() {
        assertThat(fleet.shown(problemsOf("environment: [1A, a-b, '']\n")))
                .contains("'environment[0]' is not the name of an environment variable")
                .contains("'environment[1]' is not the name of an environment variable")
                .contains("'environment[2]' is not the name of an environment variable");
    }

    @Test
    void whatIsNotUsedIsNoted() {
        assertThat(fleet.shown(problemsOf("environment: [REGION, REGION]\n")))
                .isEqualTo(".image-manager.yml:1:15: note: 'environment[0]' lists REGION, which is not used\n");
    }

    @Test
    void credentialsAreMaskedAndNamesOfUsersAreNot() {
        fleet.withVariable("DEPLOY_TOKEN", "token-of-deployment")
                .withVariable("ACCOUNT", "an-account-name")
                .withVariable("HOST_TOKEN", "a-host-that-is-a-token")
                .withVariable("NPM", "secret-of-the-build")
                .withVariable("IMAGE_MANAGER_CACHE_SECRET_KEY", "overridden-secret")
                .with("images/app/image.yml", "tags: [{name: 1.0.0}]\nbuild: {secrets: [{id: a, env: NPM}]}\n");
        settings(
                """
                registries:
                  - {url: ghcr.io, username: "${ACCOUNT}", password: "x${DEPLOY_TOKEN}"}
                  - {url: quay.io, username: me, password: written-password}
                cache: {endpoint: "https://${HOST_TOKEN}", access_key: an-access-key}
                """);

        assertThat(List.of(
                        "token-of-deployment",
                        "a-host-that-is-a-token",
                        "secret-of-the-build",
                        "overridden-secret",
                        "written-password",
                        "an-access-key",
                        "an-account-name"))
                .extracting(fleet.mask()::apply)
                .containsExactly("***", "***", "***", "***", "***", "***", "an-account-name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TOKEN",
                "DEPLOY_TOKEN",
                "deploy_token",
                "deployToken",
                "TOKEN_FILE",
                "NPM_TOKENS",
                "GH_TOKEN2",
                "SECRET",
                "CLIENT_SECRET_ID",
                "APIKEY",
                "SSH_KEY",
                "AWS_ACCESS_KEY_ID",
                "DB_PASSWORD",
                "PGPASSWORD",
                "DB_PASSWD",
                "DB_PASS",
                "MYSQL_PWD",
                "PASSPHRASE",
                "GOOGLE_APPLICATION_CREDENTIALS",
                "GITHUB_PAT",
                "NPM_AUTH",
                "CI_JOB_JWT",
                "GIT_CREDS",
            })
    void namesOfCredentials(String name) {
        assertThat(VariableName.isCalledLikeCredential(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "REGION",
                "PATH",
                "PWD",
                "KEYBOARD",
                "TOKENIZER_VERSION",
                "AUTHOR",
                "PATCH",
                "COMPASS",
                "GIT_COMMIT",
                "CI_COMMIT_SHA",
                "SECRETARY",
                "passenger",
                "BUILD_NUMBER"
            })
    void otherNames(String name) {
        assertThat(VariableName.isCalledLikeCredential(name)).isFalse();
    }
}
