package dev.imagemanager.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.TestFleet;
import dev.imagemanager.model.Definition.EnvironmentSecret;
import dev.imagemanager.model.Definition.FileSecret;
import dev.imagemanager.reference.Platform;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What no file in {@code dist/} shows. */
class ModelResolverTest {

    private static final String OCI = "org.opencontainers.image.";

    @TempDir
    Path directory;

    private TestFleet fleet;

    @BeforeEach
    void createFleet() {
        fleet = TestFleet.small(directory);
    }

    private Target target(String tag) {
        return fleet.generate().fleet().targets().get(new TargetName("app", tag));
    }

    private Map<String, String> labels(String tag) {
        return target(tag).tag().labels();
    }

    @Test
    void everyImageSaysWhatItIs() {
        fleet.with("images/app/image.yml", "description: An app\nlicenses: MIT\ntags: [{name: 1.0.0}]\n");

        assertThat(labels("1.0.0"))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        OCI + "title", "app",
                        OCI + "version", "1.0.0",
                        OCI + "description", "An app",
                        OCI + "licenses", "MIT"));
    }

    @Test
    void aPlatformThatIsWrittenInSeveralWaysIsOne() {
        fleet.with(
                "images/app/image.yml",
                "platforms: [linux/arm64/v8, LINUX/x86_64, linux/arm64, linux/amd64]\ntags: [{name: 1.0.0}]\n");

        assertThat(target("1.0.0").definition().platforms())
                .containsExactly(Platform.parse("linux/arm64"), Platform.LINUX_AMD64);
    }

    @Test
    void labelsOfNarrowerPlacesWin() {
        fleet.with(
                        ".image-manager.yml",
                        "labels: {vendor: fleet, licenses: fleet, a: fleet, b: fleet, c: fleet, d: fleet, gone: fleet}\n")
                .with(
                        "images/app/image.yml",
                        """
                        licenses: MIT
                        labels: {b: image, c: image, d: image, gone: null}
                        tags: [{name: 1.0.0, labels: {c: tag, d: tag}}, {name: 2.0.0, labels: {licenses: GPL}}]
                        variants: [{name: slim, tag_suffix: -slim, labels: {d: variant, vendor: null}}]
                        """);

        assertThat(labels("1.0.0"))
                .containsEntry(OCI + "vendor", "fleet")
                .containsEntry(OCI + "licenses", "MIT")
                .containsEntry("a", "fleet")
                .containsEntry("b", "image")
                .containsEntry("c", "tag")
                .containsEntry("d", "tag")
                .doesNotContainKey("gone");
        assertThat(labels("1.0.0-slim")).containsEntry("d", "variant").doesNotContainKey(OCI + "vendor");
        assertThat(labels("2.0.0")).containsEntry(OCI + "licenses", "GPL").containsEntry("c", "image");
    }

    @Test
    void shortAndFullKeysAreTheSame() {
        fleet.with(".image-manager.yml", "labels: {vendor: fleet, " + OCI + "url: 'https://fleet'}\n")
                .with(
                        "images/app/image.yml",
                        "labels: {" + OCI + "vendor: image, url: 'https://image'}\ntags: [{name: 1.0.0}]\n");

        assertThat(labels("1.0.0"))
                .containsEntry(OCI + "vendor", "image")
                .containsEntry(OCI + "url", "https://image")
                .doesNotContainKeys("vendor", "url");
    }

    @Test
    void labelsKnowTheirTarget() {
        fleet.with(".image-manager.yml", "labels: {url: 'https://x/%image%/%tag%', version: '%tag%!'}\n")
                .with("images/app/image.yml", "tags: [{name: 1.0.0}]\nvariants: [{name: slim, tag_suffix: -slim}]\n");

        assertThat(labels("1.0.0-slim"))
                .containsEntry(OCI + "url", "https://x/app/1.0.0-slim")
                .containsEntry(OCI + "version", "1.0.0-slim!");
    }

    @Test
    void valuesThatNoProgramCanBeGivenAreReportedWhereTheyStand() {
        // 131,071 bytes with the null byte, and 131,072 without.
        String longest = "x".repeat(131_071 - "build-arg:FITS=".length());
        String tooLong = "\u00e9".repeat(65_536);
        fleet.with(".image-manager.yml", "labels:\n  a: b\n  vendor: " + tooLong + "\n")
                .with(
                        "images/app/image.yml",
                        "build_args:\n  FITS: " + longest + "\n  LONG: " + longest + "\n  REPLACED: " + tooLong
                                + "\ntags:\n- name: 1.0.0\n  build_args: { REPLACED: short }\n  labels:\n    team: "
                                + tooLong + "\n- name: 1.1.0\n  build_args: { LONG: short }\n"
                                + "variants:\n- name: v\n  tag_suffix: -v\n  labels: { team: short }\n"
                                + "  build_args:\n    REPLACED: x" + tooLong + "\n")
                .with("images/other/image.yml", "description: " + tooLong + "\ntags: [{name: 1.0.0}]\n")
                .with("images/other/Dockerfile", "FROM scratch\n");

        assertThat(fleet.shown(fleet.problems()).lines().filter(line -> !line.startsWith("  ")))
                .containsExactly(
                        ".image-manager.yml:3:3: error: the label 'org.opencontainers.image.vendor' is too long: Linux"
                                + " gives a program at most 131,072 bytes in one argument",
                        "images/app/image.yml:4:3: error: the build argument 'REPLACED' is too long: Linux gives a"
                                + " program at most 131,072 bytes in one argument",
                        "images/app/image.yml:9:5: error: the label 'team' is too long: Linux gives a program at most"
                                + " 131,072 bytes in one argument",
                        "images/app/image.yml:17:5: error: the build argument 'REPLACED' is too long: Linux gives a"
                                + " program at most 131,072 bytes in one argument",
                        "images/other/image.yml:1:14: error: the label 'org.opencontainers.image.description' is too"
                                + " long: Linux gives a program at most 131,072 bytes in one argument");
    }

    @Test
    void platformsComeFromTheDefinitionThenTheFleetThenTheBuilder() {
        assertThat(target("1.0.0").definition().platforms()).isEmpty();
        fleet.with(".image-manager.yml", "platforms: [linux/arm64]\n");
        assertThat(target("1.0.0").definition().platforms()).containsExactly(Platform.parse("linux/arm64"));
        fleet.with("images/app/image.yml", "platforms: [linux/arm/v7, linux/amd64]\ntags: [{name: 1.0.0}]\n");
        assertThat(target("1.0.0").definition().platforms())
                .containsExactly(Platform.parse("linux/arm/v7"), Platform.LINUX_AMD64);
    }

    @Test
    void buildOptionsAreKept() {
        fleet.with("images/app/Dockerfile", "FROM scratch AS runtime\n")
                .with(
                        "images/app/image.yml",
                        """
                        build:
                          target: runtime
                          secrets: [{id: token, env: TOKEN}, {id: file, src: secrets/file}]
                          ssh: default
                        build_args: {FLAVOUR: small, GONE: null}
                        tags: [{name: 1.0.0}]
                        """);

        Definition.BuildOptions build = target("1.0.0").definition().build();
        assertThat(build.stage()).contains("runtime");
        assertThat(build.secrets())
                .containsExactly(
                        new EnvironmentSecret("token", "TOKEN"), new FileSecret("file", Path.of("secrets/file")));
        assertThat(build.ssh()).containsExactly("default");
        assertThat(target("1.0.0").tag().buildArgs()).containsExactly(Map.entry("FLAVOUR", "small"));
    }

    @Test
    void aliasesBelongToTheImageOrTheVariant() {
        fleet.with(
                "images/app/image.yml",
                """
                aliases: {latest: 1.0.0}
                tags: [{name: 1.0.0}]
                variants: [{name: slim, tag_suffix: -slim}]
                """);
        Image image = fleet.generate().fleet().images().get("app");

        assertThat(image.aliases()).isEqualTo(Map.of("1", "1.0.0", "1.0", "1.0.0", "latest", "1.0.0"));
        assertThat(image.variants()).singleElement().satisfies(slim -> assertThat(slim.aliases())
                .isEqualTo(Map.of("1-slim", "1.0.0-slim", "1.0-slim", "1.0.0-slim", "latest-slim", "1.0.0-slim")));
    }

    @Test
    void aTagOrAnAliasFindsItsTarget() {
        Fleet model = fleet.generate().fleet();

        assertThat(model.find(new TargetName("app", "1.0.0"))).isPresent();
        assertThat(model.find(new TargetName("app", "1"))).contains(target("1.0.0"));
        assertThat(model.find(new TargetName("app", "2"))).isEmpty();
        assertThat(model.find(new TargetName("other", "1"))).isEmpty();
    }
}
