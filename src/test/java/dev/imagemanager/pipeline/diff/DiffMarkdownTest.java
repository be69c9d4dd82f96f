package dev.imagemanager.pipeline.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.TestFleet;
import dev.imagemanager.pipeline.revision.Revision;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a comment must not become; the usual case is a file in {@code src/test/resources/fleet-diff}. */
class DiffMarkdownTest {

    @TempDir
    Path directory;

    private String markdown(String definitionBefore, String definitionAfter, String template, boolean withFiles) {
        TestFleet before = fleet("before", definitionBefore, template);
        TestFleet after = fleet("after", definitionAfter, template);
        return DiffMarkdown.of(
                new ComparedFleets(
                        new FleetState(Revision.find("a|`b`"), Optional.of("0123456789abcdef")),
                        FleetState.WORKING_TREE,
                        FleetDiff.of(Optional.of(before.generate()), Optional.of(after.generate())),
                        List.of()),
                withFiles);
    }

    private TestFleet fleet(String name, String definition, String template) {
        return new TestFleet(directory.resolve(name))
                .with("images/app/image.yml", definition)
                .with("images/app/Dockerfile.tmpl", template);
    }

    @Test
    void valuesAreNoMarkup() {
        String markdown = markdown(
                "tags: [{name: '1'}]\nvariables: {'a|b': '*x*'}\n",
                "tags: [{name: '1'}]\nvariables: {'a|b': '`x` | \\| <b>@you</b>'}\n",
                "FROM scratch\n",
                false);

        assertThat(markdown)
                .startsWith("### Fleet: <code>a&#124;&#96;b&#96;</code> (0123456789ab) → the working tree\n")
                .contains("| value | <code>variables.a&#124;b</code> | `*x*` | <code>&#34;&#96;x&#96; &#124;"
                        + " &#92;&#92;&#124; &#60;b&#62;&#64;you&#60;/b&#62;&#34;</code> | `1` |\n");
    }

    @Test
    void aFileDoesNotEndItsBlock() {
        String markdown = markdown(
                "tags: [{name: '1'}]\nvariables: {v: 1}\n",
                "tags: [{name: '1'}]\nvariables: {v: 2}\n",
                "FROM scratch\n# ```` </details>\nLABEL v={=variables.v}\n",
                true);

        assertThat(markdown)
                .contains(
                        """
                        <details><summary>dist/app/1/Dockerfile</summary>

                        `````diff
                        --- a/dist/app/1/Dockerfile
                        +++ b/dist/app/1/Dockerfile
                        @@ -1,3 +1,3 @@
                         FROM scratch
                         # ```` </details>
                        -LABEL v=1
                        +LABEL v=2
                        `````

                        </details>
                        """);
    }

    /** GitHub refuses longer comments. */
    @Test
    void itIsNoLongerThanACommentMayBe() {
        String tags = IntStream.range(0, 3000)
                .mapToObj(i -> "  - {name: 1.0." + i + "}\n")
                .collect(Collectors.joining());

        String markdown = markdown("tags:\n  - {name: '0'}\n", "tags:\n" + tags, "FROM scratch\n", true);

        assertThat(markdown.length()).isBetween(64_500, 65_000);
        assertThat(markdown)
                .contains("| added | `1.0.1999` |  |  |  |\n")
                .doesNotContain("`1.0.999`")
                .endsWith("|\n\n**Not all differences are shown**, since a comment cannot be longer."
                        + " <code>image-manager diff a&#124;&#96;b&#96;</code> shows all of them.\n");
    }
}
