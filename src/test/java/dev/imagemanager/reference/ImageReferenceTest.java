package dev.imagemanager.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.imagemanager.TestDigests;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {

    private static final String DIGEST = TestDigests.of("python").toString();

    /** @param digest whether it has one; {@code DIGEST} stands for it in the text */
    @ParameterizedTest
    @CsvSource({
        "python, , python, , false",
        "python:3.13, , python, 3.13, false",
        "team/python:3, , team/python, 3, false",
        "ghcr.io/acme/python:3, ghcr.io, acme/python, 3, false",
        "localhost/python, localhost, python, , false",
        "localhost:5050/python, localhost:5050, python, , false",
        "registry:5050/python:3, registry:5050, python, 3, false",
        "docker.io/library/python:3, docker.io, library/python, 3, false",
        "python@DIGEST, , python, , true",
        "python:3@DIGEST, , python, 3, true",
        "localhost:5050/a/b@DIGEST, localhost:5050, a/b, , true",
        "[::1]:5050/python:3, [::1]:5050, python, 3, false",
        "Registry/python, Registry, python, , false",
        "a.b, , a.b, , false",
        "localhost, , localhost, , false",
        "localhost:5, , localhost, 5, false",
        "exa_mple.com/a, , exa_mple.com/a, , false",
    })
    void isSplitAsDockerDoes(String written, String registry, String name, String tag, boolean digest) {
        String text = written.replace("DIGEST", DIGEST);

        assertThat(ImageReference.parse(text))
                .isEqualTo(new ImageReference(
                        Optional.ofNullable(registry),
                        name,
                        Optional.ofNullable(tag),
                        digest ? Optional.of(Digest.parse(DIGEST)) : Optional.empty()))
                .hasToString(text);
        assertThat(ImageReference.find(text)).contains(ImageReference.parse(text));
    }

    private static void assertMalformed(String text, String reason) {
        assertThatExceptionOfType(MalformedReferenceException.class)
                .isThrownBy(() -> ImageReference.parse(text))
                .withMessage(reason);
        assertThat(ImageReference.find(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-x",
                "python:",
                "python:-x",
                "ubuntu:24.04:1",
                "python 3",
                "python@",
                "python@sha256",
                "python@sha256:abc",
                "python@md5:00000000000000000000000000000000",
                "/python",
                "python/",
                "a//b",
                "exa_mple.com:1/a",
                "http://x/y",
                "registry:x/python",
                "ghcr.io/",
            })
    void aReferenceHasItsForm(String text) {
        assertMalformed(text, "it is malformed");
    }

    @Test
    void aDigestHasTheLengthOfItsAlgorithm() {
        String tooShort = "0".repeat(64);

        assertMalformed("python@sha512:" + tooShort, "it is malformed");
        assertMalformed("python@sha256:" + tooShort + "0", "it is malformed");
        assertThat(ImageReference.parse("python@sha512:" + tooShort + tooShort).digest())
                .map(Digest::algorithm)
                .contains("sha512");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Alpine", "acme/Alpine:1", "ghcr.io/Acme/x", "UPPER/X", "localhost/X"})
    void aNameHasNoUpperCaseLetters(String text) {
        assertMalformed(text, "image names must be lower case");
    }

    @Test
    void anIdentifierIsNotAName() {
        assertMalformed("0a".repeat(32), "64 hexadecimal digits are an image ID, not a name");
        assertThat(ImageReference.find("0a".repeat(31))).isPresent();
        assertThat(ImageReference.find("0a".repeat(32) + ":1")).isPresent();
    }

    @Test
    void aNameHasAtMost255Characters() {
        assertThat(ImageReference.find("ghcr.io/" + "a".repeat(255) + ":1")).isPresent();
        assertMalformed("ghcr.io/" + "a".repeat(256) + ":1", "it is too long");
        assertMalformed("a".repeat(256), "it is too long");
    }

    @Test
    void aTagHasAtMost128Characters() {
        assertThat(ImageReference.find("python:" + "1".repeat(128))).isPresent();
        assertMalformed("python:" + "1".repeat(129), "it is malformed");
    }

    @Test
    void aLongTextIsNotEvenLookedAt() {
        assertTimeoutPreemptively(
                Duration.ofSeconds(10), () -> assertMalformed("a.b-".repeat(1_000_000) + "/a", "it is too long"));
    }

    @ParameterizedTest
    @CsvSource({
        "python, python",
        "python:latest, python",
        "python:3, python:3",
        "team/python:latest, team/python",
        "ghcr.io/acme/python:latest, ghcr.io/acme/python",
        "localhost:5050/python:latest, localhost:5050/python",
        "localhost:5050/python, localhost:5050/python",
        "library/python:3, python:3",
        "docker.io/python:3, python:3",
        "docker.io/library/python, python",
        "index.docker.io/python:3, python:3",
        "index.docker.io/library/python:latest, python",
        "docker.io/team/python:3, team/python:3",
        "library/team/python:3, library/team/python:3",
        "ghcr.io/library/python:3, ghcr.io/library/python:3",
        "localhost/python, localhost/python",
        "registry-1.docker.io/library/python, registry-1.docker.io/library/python",
    })
    void aContextHasOneNameForAllSpellings(String text, String contextName) {
        assertThat(ImageReference.parse(text).contextName()).isEqualTo(contextName);
    }

    @Test
    void aReferenceToDockerHubNamesTheSameImageThere() {
        assertThat(ImageReference.parse("debian:12").onDockerHub())
                .hasToString("Optional[docker.io/library/debian:12]");
        assertThat(ImageReference.parse("team/app").onDockerHub()).hasToString("Optional[docker.io/team/app]");
        assertThat(ImageReference.parse("ghcr.io/app").onDockerHub()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"python@", "python:latest@", "python:3@"})
    void withADigestNothingIsLeftOutOfTheNameOfAContext(String text) {
        assertThat(ImageReference.parse(text + DIGEST).contextName()).isEqualTo(text + DIGEST);
    }

    @Test
    void withoutATagItIsTheLatest() {
        assertThat(ImageReference.parse("python").tagOrDefault()).isEqualTo("latest");
        assertThat(ImageReference.parse("python:3").tagOrDefault()).isEqualTo("3");
    }

    @Test
    void areOrderedByTheirText() {
        assertThat(Stream.of("b", "docker.io/a", "a:1", "a")
                        .map(ImageReference::parse)
                        .sorted())
                .extracting(ImageReference::toString)
                .containsExactly("a", "a:1", "b", "docker.io/a");
    }
}
