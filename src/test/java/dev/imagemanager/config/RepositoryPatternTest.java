package dev.imagemanager.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.reference.Grammar;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryPatternTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{=image.name}",
                "{= image.name }",
                "base-{=image.name}",
                "a/b/{=image.name}",
                "{=image.name}/image",
                "x{=image.name}y",
                "{=image.name}/{=image.name}",
                "{=image.name}__{=image.name}"
            })
    void aPatternOfANameResultsInANameForEachImage(String text) {
        assertThat(text).matches(RepositoryPattern.SYNTAX);
        assertThat(Grammar.isName(new RepositoryPattern(text).of("team/app-1"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "image",
                "../{=image.name}",
                "x/../{=image.name}",
                "./{=image.name}",
                "/{=image.name}",
                "{=image.name}/",
                "a//{=image.name}",
                "-{=image.name}",
                "{=image.name}_",
                "a..b/{=image.name}",
                "A/{=image.name}",
                "{=image.tag}",
                "{=image.name}:latest"
            })
    void otherPathsAreRefused(String text) {
        assertThat(text).doesNotMatch(RepositoryPattern.SYNTAX);
    }
}
