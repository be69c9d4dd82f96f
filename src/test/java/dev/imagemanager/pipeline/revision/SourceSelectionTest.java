package dev.imagemanager.pipeline.revision;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That the selection is complete, {@code GoldenTest} shows for every fleet that it has. */
class SourceSelectionTest {

    private final SourceSelection selection = new SourceSelection();

    private boolean isSelected(String file) {
        return selection.mayBeRead(Path.of(file));
    }

    private boolean learn(String file, String content) {
        return selection.learn(Path.of(file), content.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".image-manager.yml",
                "images/app.yml",
                "images/app.yaml",
                "images/a/b/image.yml",
                "images/a/image.yaml",
                "other/linked/image.yml",
                "images/app/Dockerfile",
                "images/app/Dockerfile.slim.tmpl",
                "images/app/slim/test.yml.tmpl",
                "images/app/test.slim.yml",
                "images/app/.dockerignore",
                "common/.dockerignore",
                "images/app/Dockerfile.dockerignore",
                "images/app/Containerfile.dockerignore",
                "templates/common/apt",
                "templates/a/b/c.sh",
            })
    void someFilesAreAlwaysSelected(String file) {
        assertThat(isSelected(file)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "images/app/main.go",
                "images/app/values.yml",
                "sub/.image-manager.yml",
                "README.md",
                "images/app/templates/x",
                "images/app/rootfs/etc/fstab"
            })
    void filesOfBuildContextsAreNot(String file) {
        assertThat(isSelected(file)).isFalse();
    }

    @Test
    void filesThatDefinitionsNameAre() {
        assertThat(
                        learn(
                                "images/app/image.yml",
                                """
                        template: ../../shared/Containerfile
                        variants:
                          - {name: slim, tag_suffix: -slim, template: "sl\\u0069m"}
                          - {name: broken, template: [x]}
                          - text
                        contexts: {common: ../../shared/no-folder}
                        tags: [{name: "1", contexts: {x: y}, label: ignored}]
                        """))
                .isTrue();

        assertThat(isSelected("shared/Containerfile")).isTrue();
        assertThat(isSelected("images/app/slim")).isTrue();
        assertThat(isSelected("shared/no-folder")).isTrue();
        assertThat(isSelected("images/app/y")).isTrue();
        assertThat(isSelected("images/app/ignored")).isFalse();
        assertThat(learn("images/b/image.yml", "template: Containerfile\n")).isFalse();
        assertThat(learn("images/c/image.yml", "template: [unclosed\n")).isFalse();
        assertThat(learn("images/d/image.yml", "- template: x\n")).isFalse();
    }

    @Test
    void includedTemplatesAre() {
        assertThat(
                        learn(
                                "images/app/Dockerfile.tmpl",
                                "FROM x\n{#include ./one /}{#include '../two/b'/}\n{#include \"./q\" a=1}{/include}{#include ./end"))
                .isTrue();

        assertThat(Stream.of("images/app/one", "images/app/one.tmpl", "images/two/b", "images/app/q", "images/app/end"))
                .allMatch(this::isSelected);
        assertThat(isSelected("images/app/a=1")).isFalse();
    }

    @Test
    void destinationsOfLinksAre() {
        assertThat(selection.learnLink(Path.of("../shared/docker.txt"))).isTrue();
        assertThat(selection.learnLink(Path.of("docker.txt"))).isFalse();
        assertThat(selection.learnLink(Path.of("/"))).isFalse();

        assertThat(isSelected("shared/docker.txt")).isTrue();
        assertThat(learn("shared/docker.txt", "template: of-a-definition\n")).isTrue();
        assertThat(isSelected("of-a-definition")).isTrue();
    }
}
