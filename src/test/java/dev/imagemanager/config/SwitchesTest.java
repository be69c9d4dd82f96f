package dev.imagemanager.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings that are switched on and off, in the file and by environment variables. */
class SwitchesTest extends SettingsFleet {

    private String problems(String text) {
        return fleet.shown(fleet.with(".image-manager.yml", text).problems());
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "False", "FALSE"})
    void falseSwitchesOff(String off) {
        FleetConfig settings =
                settings("build_registry: " + off + "\ncache: " + off + "\nkeep_archives: " + off + "\n");

        assertThat(settings.buildRegistrySwitchedOff()).isTrue();
        assertThat(settings.cacheSwitchedOff()).isTrue();
        assertThat(settings.keepArchives()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "False", "FALSE"})
    void soItDoesInTheEnvironment(String off) {
        fleet.withVariable("IMAGE_MANAGER_BUILD_REGISTRY", off)
                .withVariable("IMAGE_MANAGER_CACHE", off)
                .withVariable("IMAGE_MANAGER_KEEP_ARCHIVES", off);
        FleetConfig settings =
                settings("build_registry: localhost:5050\ncache: {endpoint: 'http://s3'}\nkeep_archives: true\n");

        assertThat(settings.buildRegistrySwitchedOff()).isTrue();
        assertThat(settings.cacheSwitchedOff()).isTrue();
        assertThat(settings.keepArchives()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no", "No", "NO", "off", "0", "n", "~", "null", "none", "disabled"})
    void otherWordsForItAreErrorsWithTheRightOne(String off) {
        assertThat(problems("build_registry: " + off + "\n"))
                .isEqualTo(
                        ".image-manager.yml:1:17: error: 'build_registry' must be the address of a registry or false\n"
                                + "  write false\n");
        assertThat(problems("cache: " + off + "\n"))
                .isEqualTo(".image-manager.yml:1:8: error: 'cache' must be a mapping or false\n  write false\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no", "off", "0", "Null"})
    void soTheyAreInTheEnvironmentWhateverTheFileSays(String off) {
        fleet.withVariable("IMAGE_MANAGER_BUILD_REGISTRY", off)
                .withVariable("IMAGE_MANAGER_CACHE", off)
                .withVariable("IMAGE_MANAGER_KEEP_ARCHIVES", off);

        assertThat(problems("build_registry: false\ncache: false\nkeep_archives: false\n"))
                .isEqualTo(
                        """
                        environment variable IMAGE_MANAGER_BUILD_REGISTRY: error: 'build_registry' must be the address of a registry or false
                          write false
                        environment variable IMAGE_MANAGER_CACHE: error: 'cache' must be a mapping or false
                          write false
                        environment variable IMAGE_MANAGER_KEEP_ARCHIVES: error: 'keep_archives' must be true or false
                          write false
                        """);
    }

    @ParameterizedTest
    @CsvSource({"yes", "on", "1", "true", "True"})
    void theDefaultIsNotSwitchedOn(String on) {
        assertThat(problems("build_registry: " + on + "\ncache: " + on + "\n"))
                .isEqualTo(
                        """
                        .image-manager.yml:1:17: error: 'build_registry' must be the address of a registry or false
                          remove it to have the default
                        .image-manager.yml:2:8: error: 'cache' must be a mapping or false
                          remove it to have the default
                        """);
    }

    @Test
    void nothingIsTheDefault() {
        FleetConfig settings =
                settings("build_registry:\ncache:\n  # endpoint: https://s3.example.com\nkeep_archives:\n");

        assertThat(settings.buildRegistrySwitchedOff()).isFalse();
        assertThat(settings.cacheSwitchedOff()).isFalse();
        assertThat(settings.keepArchives()).isTrue();
    }

    @Test
    void definitionsHaveTheSameRule() {
        fleet.with("images/app/image.yml", "is_base_image: yes\ntags: [{name: 1.0.0}]\n");

        assertThat(fleet.shown(fleet.problems()))
                .isEqualTo("images/app/image.yml:1:16: error: 'is_base_image' must be true or false, but is the string"
                        + " 'yes'\n  write true\n");
        assertThat(fleet.with("images/app/image.yml", "is_base_image: TRUE\ntags: [{name: 1.0.0}]\n")
                        .generate()
                        .fleet()
                        .images())
                .containsKey("app");
    }

    @Test
    void whatIsNotOneValueCannotBeSetAsAWhole() {
        fleet.withVariable("IMAGE_MANAGER_CACHE", "https://s3.example.com")
                .withVariable("IMAGE_MANAGER_SERVICES", "process")
                .withVariable("IMAGE_MANAGER_REGISTRIES", "ghcr.io/acme");

        assertThat(fleet.shown(fleet.problems()))
                .isEqualTo(
                        """
                        environment variable IMAGE_MANAGER_CACHE: error: 'cache' cannot be set as a whole
                          set the keys in it, each with a variable of its own
                        environment variable IMAGE_MANAGER_REGISTRIES: error: 'registries' cannot be set as a whole
                          set the keys in it, each with a variable of its own
                        environment variable IMAGE_MANAGER_SERVICES: error: 'services' cannot be set as a whole
                          set the keys in it, each with a variable of its own
                        """);
    }

    @Test
    void whatIsWrongWithAVariableIsSaidOfIt() {
        fleet.withVariable("IMAGE_MANAGER_MIRRORS_DOCKER_IO", "a b")
                .withVariable("IMAGE_MANAGER_BUILDERS_LINUX_ARM64", "nonsense")
                .withVariable("IMAGE_MANAGER_SERVICES_DIND_MODE", "docker")
                .withVariable("IMAGE_MANAGER_SERVICES_REGISTRY_PORT", "x")
                .withVariable("IMAGE_MANAGER_CACHE_USE_PATH_STYLE", "no")
                .withVariable("IMAGE_MANAGER_ENVIRONMENT", "A B")
                .withVariable("IMAGE_MANAGER_TOOLS_MIRROR", "x")
                .with(
                        ".image-manager.yml",
                        """
                        mirrors: { docker.io: localhost:5050 }
                        builders: { linux/arm64: "tcp://arm-box:8372" }
                        services: { dind: { mode: process }, registry: { port: 5050 } }
                        cache: { endpoint: "https://s3.example.com", use_path_style: true }
                        environment: [A]
                        tools_mirror: https://tools.example.com
                        """);

        assertThat(fleet.problems()).hasSize(7).allSatisfy(problem -> assertThat(
                        problem.location().orElseThrow().toString())
                .startsWith("environment variable IMAGE_MANAGER_"));
    }
}
