package dev.imagemanager.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.problem.SourceLocation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionPatternTest {

    private static final SourceLocation PLACE = new SourceLocation(Path.of("image.yml"), 3, 4);

    private final Problems problems = new Problems();

    private Optional<TagVersion> read(String pattern, String tag) {
        return Versioning.of(pattern, PLACE, problems).read(tag, problems);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a*)*(a*)*(a*)*(?<major>x)",
                "((a|a)+)+(?<major>x)",
                "(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(?<major>x)",
                "((a{100}){100}){100}(?<major>x)",
                "((((((a{9}){9}){9}){9}){9}){9}){9}(?<major>x)",
                "(a{1000000000})(?<major>x)",
                "(a{0,999})(b{0,999})(?<major>x)",
                "(){1000}(?<major>x)",
            })
    void noneTakesForever(String pattern) {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> assertThat(read(pattern, "a".repeat(128)))
                .isEmpty());
    }

    @Test
    void oneIsTooLong() {
        read("(?<major>x)".repeat(24), "x");

        assertThat(problems.errors())
                .extracting(Problem::message)
                .containsExactly("the pattern in 'versioning' is longer than 256 characters");
    }

    @Test
    void mistakesHaveThePositionOfTheKey() {
        for (String pattern : List.of("(", "semver2", "(?<minor>x)", "(?<major>x)(?<x>x)", "a{1001}", "(?<major>a)")) {
            read(pattern, "a");
        }

        assertThat(problems.errors()).hasSize(6).allSatisfy(problem -> assertThat(problem.location())
                .hasValue(PLACE));
    }
}
