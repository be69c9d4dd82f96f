package dev.imagemanager.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetNameTest {

    @ParameterizedTest
    @CsvSource({"python:3, python, 3", "team/app:1.0-X_y, team/app, 1.0-X_y"})
    void isFoundInItsText(String text, String image, String tag) {
        assertThat(TargetName.find(text)).contains(new TargetName(image, tag));
        assertThat(TargetName.find(image, tag)).contains(new TargetName(image, tag));
        assertThat(new TargetName(image, tag)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "python",
                "python:",
                ":3",
                "Python:3",
                "python:3:4",
                "python:-3",
                "a//b:1",
                "../a:1",
                "localhost:5050/python:3",
                "python:3@sha256:0000",
                "python: 3",
                " python:3",
                "python:3\n"
            })
    void whateverElseIsWrittenIsNotOne(String text) {
        assertThat(TargetName.find(text)).isEmpty();
    }

    @Test
    void bothPartsHaveTheirForm() {
        assertThat(TargetName.find("Python", "3")).isEmpty();
        assertThat(TargetName.find("python", ".3")).isEmpty();
        assertThat(TargetName.find("", "3")).isEmpty();
        assertThat(TargetName.find("python", "")).isEmpty();
        assertThat(TargetName.find("a".repeat(256), "3")).isEmpty();
        assertThat(TargetName.find("python", "3".repeat(129))).isEmpty();
    }
}
