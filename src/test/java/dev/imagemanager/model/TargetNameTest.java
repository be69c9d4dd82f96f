package dev.imagemanager.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.reference.ImageReference;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetNameTest {

    @ParameterizedTest
    @CsvSource({
        "python, python:latest",
        "python:3, python:3",
        "team/python:3, team/python:3",
        "docker.io/python:3, ",
        "localhost/python:3, ",
        "localhost:5050/python:3, ",
        "python:3@sha256:abc, ",
        "python@sha256:abc, ",
    })
    void onlyAnUnqualifiedOneMayBeOurs(String text, String target) {
        assertThat(TargetName.of(ImageReference.parse(text)).map(TargetName::toString))
                .isEqualTo(Optional.ofNullable(target));
    }
}
