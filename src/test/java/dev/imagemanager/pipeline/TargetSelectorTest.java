package dev.imagemanager.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.TestFleet;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetSelectorTest {

    @TempDir
    Path directory;

    private GeneratedFleet fleet;

    @BeforeEach
    void createFleet() {
        fleet = new TestFleet(directory)
                .with("images/base/image.yml", "aliases: {lts: '2025.09'}\ntags: [{name: '2025.09'}]\n")
                .with("images/base/Dockerfile", "FROM scratch\n")
                .with(
                        "images/python/image.yml",
                        "tags: [{name: 3.13.7}, {name: 3.12.1}]\nvariants: [{name: slim, tag_suffix: -slim}]\n")
                .with("images/python/Dockerfile", "FROM base:2025.09\n")
                .with("images/app/image.yml", "name: team/app\ntags: [{name: '1'}]\n")
                .with("images/app/Dockerfile", "FROM python:3.13\n")
                .with("images/other/image.yml", "tags: [{name: edge}]\n")
                .with("images/other/Dockerfile", "FROM scratch\n")
                .generate();
    }

    private String select(boolean withParents, boolean withChildren, String... patterns) {
        List<TargetName> chosen =
                new TargetSelector(List.of(patterns), withParents, withChildren).select(fleet.fleet(), fleet.graph());
        return String.join(" ", chosen.stream().map(TargetName::toString).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "base, base:2025.09",
        "base:2025.09, base:2025.09",
        "base:lts, base:2025.09",
        "python:3, python:3.13.7",
        "python:3.12, python:3.12.1",
        "python:3-slim, python:3.13.7-slim",
        "python, python:3.12.1 python:3.12.1-slim python:3.13.7 python:3.13.7-slim",
        "team/app, team/app:1",
        "team/app:1, team/app:1",
        "python:*-slim, python:3.12.1-slim python:3.13.7-slim",
        "python:3.1?.*7, python:3.13.7",
        "'py*', python:3.12.1 python:3.12.1-slim python:3.13.7 python:3.13.7-slim",
        "'{base,other}', base:2025.09 other:edge",
        "'[bo]*:*', base:2025.09 other:edge",
        "'*:1', team/app:1",
        "'team/*', team/app:1",
        "'*', base:2025.09 other:edge python:3.12.1 python:3.12.1-slim python:3.13.7 python:3.13.7-slim team/app:1",
    })
    void understands(String pattern, String targets) {
        assertThat(select(false, false, pattern)).isEqualTo(targets);
    }

    @Test
    void aNameMayStartWithARegistry(@TempDir Path other) {
        fleet = new TestFleet(other)
                .with(".image-manager.yml", "registries: [{url: localhost:5000/team}]\n")
                .with("images/web/image.yml", "name: registry.example.com/team/web\ntags: [{name: 1.0.0}]\n")
                .with("images/web/Dockerfile", "FROM scratch\n")
                .with("images/app/image.yml", "tags: [{name: 1.0.0}]\n")
                .with("images/app/Dockerfile", "FROM scratch\n")
                .generate();

        assertThat(select(false, false, "registry.example.com/team/web"))
                .isEqualTo("registry.example.com/team/web:1.0.0");
        assertThat(select(false, false, "registry.example.com/team/web:1"))
                .isEqualTo("registry.example.com/team/web:1.0.0");
        assertThat(select(false, false, "localhost:5000/team/app:1")).isEqualTo("app:1.0.0");
    }

    @Test
    void nothingMeansEverythingInBuildOrder() {
        assertThat(select(false, false))
                .isEqualTo("base:2025.09 other:edge python:3.12.1 python:3.12.1-slim python:3.13.7 python:3.13.7-slim"
                        + " team/app:1");
    }

    @Test
    void severalAreJoinedInBuildOrder() {
        assertThat(select(false, false, "team/app", "base", "base:lts")).isEqualTo("base:2025.09 team/app:1");
    }

    @Test
    void parentsAndChildrenComeOnRequest() {
        assertThat(select(true, false, "team/app")).isEqualTo("base:2025.09 python:3.13.7 team/app:1");
        assertThat(select(false, true, "python:3.13.7")).isEqualTo("python:3.13.7 team/app:1");
        assertThat(select(true, true, "python:3.13.7")).isEqualTo("base:2025.09 python:3.13.7 team/app:1");
        assertThat(select(true, true, "base"))
                .isEqualTo("base:2025.09 python:3.12.1 python:3.12.1-slim python:3.13.7 python:3.13.7-slim team/app:1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            quoteCharacter = '`',
            value = {
                "pyhton → there is no target 'pyhton' (did you mean 'python'?)",
                "pyhton:3 → there is no target 'pyhton:3' (did you mean 'python'?)",
                "python:3.13.8 → there is no target 'python:3.13.8' (did you mean 'python:3.13.7'?)",
                "zzz → there is no target 'zzz' (known images: base, other, python, team/app)",
                "other:zzzzzzzzz → there is no target 'other:zzzzzzzzz' (known targets: other:edge)",
                "`` → there is no target '' (known images: base, other, python, team/app)",
                "zzz* → no target matches 'zzz*' (known images: base, other, python, team/app)",
                "docker.io/python:3 → there is no target 'docker.io/python:3' (known images: base, other, python, team/app)",
                "python:3@sha256:x → there is no target 'python:3@sha256:x' (known targets: python:3.12.1, python:3.12.1-slim, python:3.13.7, python:3.13.7-slim)",
                "[ → '[' is not a valid glob (close every '[' and '{', as in 'python:3.1[23].*')",
                "[ → '[' is not a valid glob (close every '[' and '{', as in 'python:3.1[23].*')",
            })
    void saysWhatItDoesNotKnow(String pattern, String problem) {
        assertThatThrownBy(() -> select(false, false, pattern))
                .isInstanceOfSatisfying(InputException.class, thrown -> assertThat(thrown.problems())
                        .extracting(Problem::toString)
                        .containsExactly(problem));
    }

    @Test
    void allMistakesAreToldAtOnce() {
        assertThatThrownBy(() -> select(false, false, "base", "zzz", "[", "yyy"))
                .isInstanceOfSatisfying(InputException.class, thrown -> assertThat(thrown.problems())
                        .hasSize(3));
    }
}
