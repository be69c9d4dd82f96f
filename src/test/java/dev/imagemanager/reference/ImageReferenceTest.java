package dev.imagemanager.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageReferenceTest {

    @ParameterizedTest
    @CsvSource({
        "python, , python, , ",
        "python:3.13, , python, 3.13, ",
        "team/python:3, , team/python, 3, ",
        "ghcr.io/acme/python:3, ghcr.io, acme/python, 3, ",
        "localhost/python, localhost, python, , ",
        "localhost:5050/python, localhost:5050, python, , ",
        "registry:5050/python:3, registry:5050, python, 3, ",
        "docker.io/library/python:3, docker.io, library/python, 3, ",
        "python@sha256:abc, , python, , sha256:abc",
        "python:3@sha256:abc, , python, 3, sha256:abc",
        "localhost:5050/a/b@sha256:abc, localhost:5050, a/b, , sha256:abc",
        "[::1]:5050/python:3, [::1]:5050, python, 3, ",
        "Registry/python, Registry, python, , ",
        "a.b, , a.b, , ",
        "localhost, , localhost, , ",
        "localhost:5, , localhost, 5, ",
    })
    void isSplitAsDockerDoes(String text, String registry, String name, String tag, String digest) {
        ImageReference reference = ImageReference.parse(text);

        assertThat(reference)
                .isEqualTo(new ImageReference(
                        Optional.ofNullable(registry), name, Optional.ofNullable(tag), Optional.ofNullable(digest)))
                .hasToString(text);
    }
}
