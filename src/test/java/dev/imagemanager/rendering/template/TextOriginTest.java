package dev.imagemanager.rendering.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.problem.SourceLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the lines of a rendered text come from. */
class TextOriginTest {

    @TempDir
    Path directory;

    private static TextOrigin origin(TemplateFleet fleet) {
        return TemplateEngine.origin(fleet.directory(), TemplateFleet.TEMPLATE, SampleData.base(), fleet.render())
                .orElseThrow();
    }

    private List<String> places(String template) {
        TextOrigin origin = origin(new TemplateFleet(directory).withTemplate(template));
        String[] lines = origin.text().split("(?<=\n)");
        return IntStream.range(0, lines.length)
                .mapToObj(i -> lines[i].strip() + " < "
                        + origin.of(i + 1).map(SourceLocation::toString).orElseThrow())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"foreign-syntax", "python-image", "test-file"})
    void marksLeaveNoTrace(String name) throws IOException {
        Path folder = Path.of("src/test/resources/rendering").resolve(name).toAbsolutePath();

        TextOrigin origin = origin(new TemplateFleet(folder));

        assertThat(origin.text()).isEqualTo(Files.readString(folder.resolve("expected")));
        assertThat(origin.places()).hasSize((int) origin.text().lines().count()).allMatch(place -> place.line() > 0);
    }

    @Test
    void linesThatVanishAndLinesThatRepeatAreCounted() {
        assertThat(
                        places(
                                """
                        {! a comment
                           of two lines !}
                        FROM a

                        {#for package in variables.packages}
                        RUN {=package}
                        {/for}
                        {#if variables.debug}
                        RUN debug
                        {/if}
                        CMD end"""))
                .containsExactly(
                        "FROM a < Dockerfile.tmpl:3",
                        " < Dockerfile.tmpl:4",
                        "RUN curl < Dockerfile.tmpl:6",
                        "RUN git < Dockerfile.tmpl:6",
                        "CMD end < Dockerfile.tmpl:11");
    }

    @Test
    void linesOfAValueAreThoseOfItsExpression() {
        assertThat(places("FROM a\nRUN <<E\n{=variables.script}\nE\n"))
                .containsExactly(
                        "FROM a < Dockerfile.tmpl:1",
                        "RUN <<E < Dockerfile.tmpl:2",
                        "set -e < Dockerfile.tmpl:3",
                        " < Dockerfile.tmpl:3",
                        "echo hi < Dockerfile.tmpl:3",
                        "E < Dockerfile.tmpl:4");
    }

    @Test
    void linesOfAFragmentAreInItsFile() {
        new TemplateFleet(directory)
                .with("templates/apt.tmpl", "{=variables.shell} one\ntwo")
                .with("templates/x.tmpl", "x\ny");

        assertThat(places("FROM a\n{#include apt /}\nRUN {#include x /} z\n{|raw\nraw|}\nCMD b\n"))
                .containsExactly(
                        "FROM a < Dockerfile.tmpl:1",
                        "bash one < templates/apt.tmpl:1",
                        "two < templates/apt.tmpl:2",
                        "RUN x < Dockerfile.tmpl:3",
                        "y z < templates/x.tmpl:2",
                        "raw < Dockerfile.tmpl:4",
                        "raw < Dockerfile.tmpl:5",
                        "CMD b < Dockerfile.tmpl:6");
    }

    @Test
    void aTemplateThatChangedIsNoOrigin() {
        TemplateFleet fleet = new TemplateFleet(directory).withTemplate("FROM b\n");

        assertThat(TemplateEngine.origin(directory, TemplateFleet.TEMPLATE, SampleData.base(), "FROM a\n"))
                .isEmpty();
        assertThat(origin(fleet).of(0)).isEmpty();
        assertThat(origin(fleet).of(2)).isEmpty();
    }
}
