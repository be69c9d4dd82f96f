package dev.imagemanager.rendering.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates that would take years, or all memory, end with a problem. */
@Timeout(10)
class TemplateExhaustionTest {

    private static final String TOO_MANY_STEPS = "it takes more than 100000 steps to render this template";

    @TempDir
    Path directory;

    private TemplateFleet fleet() {
        return new TemplateFleet(directory);
    }

    @Test
    void fragmentsThatIncludeEachOtherTwiceEach() {
        TemplateFleet fleet = fleet().withTemplate("{#include f1 /}\n");
        for (int i = 1; i <= 30; i++) {
            fleet.with("templates/f" + i, ("{#include f" + (i + 1) + " /}\n").repeat(2));
        }
        fleet.with("templates/f31", "# lol\n");

        assertThat(fleet.problems()).singleElement().asString().startsWith("Dockerfile.tmpl: " + TOO_MANY_STEPS);
    }

    @Test
    void loopsInLoops() {
        Map<String, Object> data = Map.of("list", Collections.nCopies(1_000, "x"));

        assertThat(fleet().withTemplate("{#for a in list}{#for b in list}{#for c in list}x{/for}{/for}{/for}")
                        .problems(data))
                .singleElement()
                .asString()
                .contains(TOO_MANY_STEPS);
    }

    @Test
    void muchTextInALoop() {
        Map<String, Object> data = Map.of("list", Collections.nCopies(10_000, "x"));

        assertThat(fleet().withTemplate("{#for a in list}" + "text".repeat(1_000) + "{/for}")
                        .problems(data))
                .singleElement()
                .asString()
                .contains("the rendered text is longer than 4 MiB");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{=text.replace('x', text).replace('x', text)}",
                "{=text.replace('', text)}",
                "{=list.join(text)}",
                "{=text.indent(9999)}"
            })
    void textThatGrows(String expression) {
        Map<String, Object> data = Map.of("text", "x\n".repeat(1_000), "list", Collections.nCopies(10_000, "y"));

        assertThat(fleet().withTemplate(expression).problems(data))
                .singleElement()
                .asString()
                .contains("is longer than 1048576 characters");
    }

    @Test
    void usualTemplatesAreFarFromTheLimits() {
        Map<String, Object> data = Map.of("list", List.of("x", "y"), "text", "x".repeat(1 << 20));

        assertThat(fleet().withTemplate("{#for a in list}{=text}{/for}").render(data))
                .hasSize(2 << 20);
    }

    @Test
    void aDeepTemplateAndALongOne() {
        int depth = 5_000;
        assertThat(fleet().withTemplate("{#if list}".repeat(depth) + "x" + "{/if}".repeat(depth))
                        .problems(Map.of("list", List.of("x"))))
                .isNotEmpty();
        assertThat(fleet().withTemplate("{=" + "(".repeat(depth) + "list" + ")".repeat(depth) + ".size}")
                        .problems(Map.of("list", List.of("x"))))
                .isNotEmpty();
    }

    @Test
    void theDepthThatIsAllowedIsRendered() {
        int sections = 100;
        int parentheses = 148;
        TemplateFleet fleet = fleet().withTemplate("{#include f1 /}\n");
        for (int i = 1; i < 90; i++) {
            fleet.with("templates/f" + i, "{#include f" + (i + 1) + " /}\n");
        }
        fleet.with(
                "templates/f90",
                "{#if list}".repeat(sections)
                        + "{=" + "(".repeat(parentheses) + "list.size" + ")".repeat(parentheses)
                        + "}" + "{/if}".repeat(sections));

        assertThat(fleet.render(Map.of("list", List.of("x")))).startsWith("1");
    }

    @Test
    void aLongChainOfFragments() {
        TemplateFleet fleet = fleet().withTemplate("{#include f1 /}\n");
        for (int i = 1; i <= 2_000; i++) {
            fleet.with("templates/f" + i, "{#include f" + (i + 1) + " /}\n");
        }
        fleet.with("templates/f2001", "# end\n");

        assertThat(fleet.problems()).isNotEmpty();
    }

    @Test
    void aLongVersion() {
        Map<String, Object> data = Map.of("v", "1".repeat(1 << 20), "w", "1.".repeat(1 << 19) + "1");

        assertThat(fleet().withTemplate("{=version(v).major}{=version(w).major}")
                        .problems(data))
                .hasSize(2);
    }
}
