package dev.imagemanager.pipeline.build;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code ADD} downloads, as a part of content keys. */
class BuildDownloadsTest extends TargetBuilderFleet {

    private static final String COMMIT = "8c2d1f5e9a7b3c4d6e0f1a2b3c4d5e6f7a8b9c0d";

    @BeforeEach
    void onlyOneImage() {
        fleet.without("images/base/image.yml").without("images/base/Dockerfile").without("images/base/motd");
    }

    private void dockerfile(String text) {
        fleet.with("images/app/Dockerfile", "FROM debian:12\n" + text + "\n");
    }

    private String record() {
        return fleet.files("dist/app/1").get("build.json");
    }

    @ParameterizedTest
    @CsvSource({
        "ADD https://example.com/file /, https://example.com/file, add https://example.com/file",
        "ADD git@example.com:repository.git#main /, git@example.com:repository.git#main,"
                + " add git@example.com:repository.git#main",
    })
    void anotherVersionIsAReasonToBuild(String add, String source, String component) {
        fleet.with("images/app/image.yml", "tags: [{name: '1'}]\nbuild: {ssh: [default]}\n");
        dockerfile(add);
        remotes.versions.put(source, "one");
        build();
        assertThat(record()).contains("\"" + component + "\": \"one\"");
        assertThat(build()).isEmpty();

        remotes.versions.put(source, "two");
        assertThat(build()).containsExactly("app:1");
        assertThat(remotes.asked).containsOnly(source).hasSize(3);
        assertThat(remotes.trusted).containsOnly(true);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ADD https://example.com/file / | it is not known whether https://example.com/file, which ADD in line 2"
                        + " of its Dockerfile downloads, has changed: nobody answers",
                "ADD $URL / | it is not known what ADD in line 2 of its Dockerfile downloads: the Dockerfile gives $URL"
                        + " no value",
                "ADD git@example.com:x.git / | it is not known whether git@example.com:x.git, which ADD in line 2 of its"
                        + " Dockerfile downloads, has changed: its definition has no 'build.ssh'",
            })
    void whatCannotBeLearnedIsBuiltEveryTime(String add, String reason) {
        dockerfile(add);
        build();

        assertThat(build()).containsExactly("app:1");
        assertThat(record()).contains("\"keyUnknown\": \"" + reason + "\"");
    }

    @Test
    void aCommitNeedsNoRequest() {
        dockerfile("ADD https://example.com/repository.git#" + COMMIT + " /");
        build();

        assertThat(build()).isEmpty();
        assertThat(remotes.asked).isEmpty();
        assertThat(record()).contains("\"add https://example.com/repository.git#" + COMMIT + "\": \"" + COMMIT + "\"");
    }

    @Test
    void aSourceIsAskedForOnceInARun() {
        for (int i = 0; i < 20; i++) {
            fleet.with("images/app" + i + "/image.yml", "tags: [{name: '1'}]\nplatforms: [linux/amd64, linux/arm64]\n")
                    .with("images/app" + i + "/Dockerfile", "FROM debian:12\nADD https://example.com/file /\n");
        }
        remotes.versions.put("https://example.com/file", "one");
        build();

        assertThat(remotes.asked).containsExactly("https://example.com/file");
    }

    @Test
    void credentialsInAddressesAreInNoRecord() {
        dockerfile("ADD https://me:hunter2@example.com/file?signature=abc123 /");
        remotes.versions.put("https://me:hunter2@example.com/file?signature=abc123", "one");
        build();
        assertThat(record())
                .containsPattern("\"add https://\\*\\*\\*@example.com/file\\?\\.\\.\\. \\([0-9a-f]{12}\\)\": \"one\"")
                .doesNotContain("hunter2", "abc123");

        remotes.versions.clear();
        build();
        assertThat(record()).contains("keyUnknown").doesNotContain("hunter2", "abc123");
    }

    @Test
    void whatTheBuilderGetsWithASecretMayBeSomethingElse() {
        dockerfile("ADD https://example.com/file /");
        fleet.with(
                "images/app/image.yml",
                "tags: [{name: '1'}]\nbuild: {secrets: [{id: HTTP_AUTH_TOKEN_example.com, env: TOKEN}]}\n");
        remotes.versions.put("https://example.com/file", "the page to log in");
        build();

        assertThat(build()).containsExactly("app:1");
        assertThat(record()).contains("only the builder sends the secret that the server wants");
        assertThat(remotes.asked).isEmpty();
    }

    @Test
    void whatIsPassedToTheDockerfileIsExpanded() {
        fleet.with("images/app/image.yml", "tags: [{name: '1'}]\nbuild_args: {VERSION: '2.0'}\n");
        dockerfile("ARG VERSION=1.0\nARG TARGETARCH\nADD https://example.com/$VERSION/${TARGETARCH}.tgz /");
        remotes.versions.put("https://example.com/2.0/amd64.tgz", "one");
        build();

        assertThat(build()).isEmpty();
    }
}
