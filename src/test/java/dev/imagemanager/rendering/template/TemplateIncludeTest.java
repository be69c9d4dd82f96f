package dev.imagemanager.rendering.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateIncludeTest {

    @TempDir
    Path directory;

    private TemplateFleet fleet;

    @BeforeEach
    void createFleet() throws IOException {
        fleet = new TemplateFleet(Files.createDirectory(directory.resolve("fleet")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{#include common/apt /}",
                "{#include common/apt/}",
                "{#include 'common/apt' /}",
                "{#include common/apt.tmpl /}",
                "{#include ./templates/common/apt /}",
                "{#include common/apt}{/include}",
                "{#include common/apt}\n\n  {! nothing !}\n{/include}",
                "{#include\n  common/apt\n/}",
            })
    void findsTheFragment(String include) {
        fleet.with("templates/common/apt.tmpl", "RUN apt-get update\n");

        assertThat(fleet.withTemplate("a\n  " + include + "\nb\n").render()).isEqualTo("a\nRUN apt-get update\nb\n");
    }

    @Test
    void prefersTheNameAsItIs() {
        fleet.with("templates/apt", "exact").with("templates/apt.tmpl", "ending");

        assertThat(fleet.withTemplate("{#include apt /}").render()).isEqualTo("exact");
    }

    @Test
    void fragmentSeesArgumentsAndTheVariablesAround() {
        fleet.with("templates/install", "{=tool}={=versions.uv}:{=item}:{=items.join('+')}:{=more ?: 'no more'}\n");
        String template =
                "{#for item in platforms}\n{#include install tool='x y' items=variables.packages /}\n{/for}\n";

        assertThat(fleet.withTemplate(template).render())
                .isEqualTo("x y=0.8.22:linux/amd64:curl+git:no more\nx y=0.8.22:linux/arm64:curl+git:no more\n");
    }

    @Test
    void argumentsDoNotOutliveTheInclude() {
        fleet.with("templates/a", "{=x ?: 'none'}{#include b /}").with("templates/b", "{=x ?: 'none'}");

        assertThat(fleet.withTemplate("{#include a x='1' /}{#include a /}{=x ?: 'none'}")
                        .render())
                .isEqualTo("11nonenonenone");
    }

    @Test
    void aTagInALineOfItsOwnEndsTheFragmentsLastLine() {
        fleet.with("templates/open", "RUN x").with("templates/ended", "RUN y\n").with("templates/empty", "");
        String template =
                "{#include open /}\n{#include ended /}\n{#include empty /}\n{#if true}{#include open /}{/if}\r\nz";

        assertThat(fleet.withTemplate(template).render()).isEqualTo("RUN x\nRUN y\nRUN x\r\nz");
        assertThat(fleet.withTemplate("a {#include open /}\nb{#include open /}").render())
                .isEqualTo("a RUN x\nbRUN x");
    }

    @Test
    void relativeNamesStartAtTheFileThatIncludes() {
        fleet.with("templates/a/one", "{#include ./two /}")
                .with("templates/a/two", "{#include ../three /}")
                .with("templates/three", "3");

        assertThat(fleet.withTemplate("{#include a/one /}").render()).isEqualTo("3");
    }

    @Test
    void problemsLieInTheFragmentAndNameTheWayToIt() {
        fleet.with("templates/outer", "\n{#include inner /}").with("templates/inner", "\n\n {=versions.pyhton}");

        assertThat(fleet.withTemplate("x {#include outer /}").problems())
                .containsExactly("templates/inner:3:4: 'versions' has no key 'pyhton' (did you mean 'python'?;"
                        + " included by templates/outer:2:1, included by Dockerfile.tmpl:1:3)");
    }

    @Test
    void brokenFragmentsAreReportedEvenWhenNotReached() {
        fleet.with("templates/broken", "{#if}").with("templates/fine", "{#include broken /}");

        assertThat(fleet.withTemplate("{#if false}{#include fine /}{/if}").problems())
                .containsExactly(
                        "templates/broken:1:1: {#if} is not closed (close it with {/if})",
                        "templates/broken:1:5: an expression is missing here");
    }

    @Test
    void missingFragmentsSayWhereTheyWereLookedFor() {
        fleet.with("templates/common/apt.tmpl", "");

        assertThat(fleet.withTemplate("{#include common/atp /}{#include ./apt /}")
                        .problems())
                .containsExactly(
                        "Dockerfile.tmpl:1:11: there is no template 'common/atp' to include (looked for"
                                + " templates/common/atp, templates/common/atp.tmpl; did you mean 'common/apt'?)",
                        "Dockerfile.tmpl:1:34: there is no template './apt' to include (looked for apt, apt.tmpl)");
    }

    @Test
    void cyclesAreReportedWithTheirPath() {
        fleet.with("templates/a", "{#if false}{#include b /}{/if}").with("templates/b", "\n{#include a /}");

        assertThat(fleet.withTemplate("{#include a /}").problems())
                .containsExactly(
                        "templates/b:2:1: templates include each other in a cycle: templates/a → templates/b → templates/a"
                                + " (a template cannot include itself, directly or through others)");
        assertThat(fleet.withTemplate("{#include ./Dockerfile.tmpl /}").problems())
                .containsExactly(
                        "Dockerfile.tmpl:1:1: templates include each other in a cycle: Dockerfile.tmpl → Dockerfile.tmpl"
                                + " (a template cannot include itself, directly or through others)");
    }

    @Test
    void theSameFragmentTwiceIsNoCycle() {
        fleet.with("templates/a", "{#include c /}{#include c /}").with("templates/c", "c");

        assertThat(fleet.withTemplate("{#include a /}{#include c /}").render()).isEqualTo("ccc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../../etc/passwd", "/etc/passwd", "a/../../../secret", "../secret", "link", "folder/secret"})
    void filesOutsideTheFleetStayOut(String name) throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "secret");
        Path templates = Files.createDirectories(fleet.directory().resolve("templates"));
        Files.createSymbolicLink(templates.resolve("link"), secret);
        Files.createSymbolicLink(templates.resolve("folder"), directory);

        assertThat(fleet.withTemplate("{#include " + name + " /}").problems())
                .containsExactly("Dockerfile.tmpl:1:11: the include '" + name + "' is outside the fleet's directory"
                        + " (put the file into the fleet's templates/)");
    }

    @Test
    void linksInsideTheFleetAreFollowed() throws IOException {
        fleet.with("shared/apt", "apt\n");
        Files.createSymbolicLink(
                fleet.directory().resolve("templates"), fleet.directory().resolve("shared"));

        assertThat(fleet.withTemplate("{#include apt /}\n").render()).isEqualTo("apt\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{#include x}\nRUN y\n", "{#include x}", "{#if true}\n{#include x}\nRUN y\n{/if}"})
    void anIncludeMustEnd(String template) {
        fleet.with("templates/x", "");

        assertThat(fleet.withTemplate(template).problems())
                .singleElement()
                .asString()
                .endsWith("this {#include} is not closed (end it with '/}': {#include common/apt /})");
    }

    @Test
    void nothingIsLostInsideAnInclude() {
        fleet.with("templates/x", "");

        assertThat(fleet.withTemplate("{#include x}\n RUN y {=z}\n{/include}").problems())
                .singleElement()
                .asString()
                .startsWith("Dockerfile.tmpl:2:2: nothing is allowed between {#include} and {/include}");
    }

    @Test
    void unreadableTemplatesAreReported() throws IOException {
        fleet.with("templates/latin", "");
        Files.write(fleet.directory().resolve("templates/latin"), new byte[] {'a', (byte) 0xE9, '\n'});

        assertThat(fleet.withTemplate("{#include latin /}").problems())
                .containsExactly("templates/latin: the template is not UTF-8 text (save it as UTF-8)");
        Files.delete(fleet.directory().resolve("Dockerfile.tmpl"));
        assertThat(fleet.problems()).containsExactly("Dockerfile.tmpl: the file does not exist");
    }
}
