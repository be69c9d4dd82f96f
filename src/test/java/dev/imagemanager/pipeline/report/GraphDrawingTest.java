package dev.imagemanager.pipeline.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.TestFleet;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphDrawingTest {

    @TempDir
    Path directory;

    private GeneratedFleet fleet;

    @BeforeEach
    void createFleet() {
        TestFleet files = new TestFleet(directory);
        image(files, "base", "FROM alpine:3.22\n");
        image(files, "lib", "FROM base:1\n");
        image(files, "tool", "FROM base:1\n");
        image(files, "app", "FROM lib:1\nCOPY --from=tool:1 / /\nCOPY --from=busybox / /\n");
        image(files, "end", "FROM app:1\n");
        image(files, "alone", "FROM scratch\n");
        fleet = files.generate();
    }

    private static void image(TestFleet files, String name, String dockerfile) {
        files.with("images/" + name + "/image.yml", "tags: [{name: '1'}]\n")
                .with("images/" + name + "/Dockerfile", dockerfile);
    }

    private GraphDrawing drawing(String... images) {
        List<TargetName> chosen = fleet.graph().buildOrder().stream()
                .filter(target -> images.length == 0 || List.of(images).contains(target.image()))
                .toList();
        return new GraphDrawing(fleet.graph(), chosen);
    }

    @Test
    void theTreeShowsEachTargetBelowItsParents() {
        assertThat(drawing().text())
                .isEqualTo(
                        """
                        alpine:3.22
                        └── base:1
                            ├── lib:1
                            │   └── app:1
                            │       └── end:1
                            └── tool:1
                                └── app:1 …
                        busybox
                        └── app:1 …
                        alone:1
                        """);
    }

    @Test
    void theTreeOfSomeLeavesTheOthersOut() {
        assertThat(drawing("app", "end").text()).isEqualTo("busybox\n└── app:1\n    └── end:1\n");
        assertThat(drawing("alone").text()).isEqualTo("alone:1\n");
        assertThat(drawing("nothing").text()).isEmpty();
    }

    @Test
    void graphvizGetsNodesAndEdges() {
        assertThat(drawing("base", "lib").dot())
                .isEqualTo(
                        """
                        digraph fleet {
                          rankdir=LR;
                          node [shape=box];
                          "alpine:3.22" [style=dashed];
                          "base:1";
                          "lib:1";
                          "alpine:3.22" -> "base:1";
                          "base:1" -> "lib:1";
                        }
                        """);
    }

    @Test
    void mermaidGetsNodesAndEdges() {
        assertThat(drawing("base", "lib").mermaid())
                .isEqualTo(
                        """
                        flowchart LR
                          n0(["alpine:3.22"])
                          n1["base:1"]
                          n2["lib:1"]
                          n0 --> n1
                          n1 --> n2
                        """);
    }

    @Test
    void jsonGetsNodesAndEdges() {
        assertThat(drawing("base", "lib").json())
                .startsWith("{\n  \"apiVersion\": \"image-manager/v1\",\n")
                .endsWith("}\n")
                .contains("\"from\": \"base:1\"", "\"to\": \"lib:1\"", "\"kind\": \"external\"");
    }

    /** A name that could be taken for another one keeps a node of its own. */
    @Test
    void anExternalImageOfTheSameNameIsAnotherNode() {
        TestFleet files = new TestFleet(directory.resolve("other"));
        image(files, "app", "FROM alpine\n");
        image(files, "lib", "FROM app:2\n");
        GeneratedFleet other = files.generate();

        assertThat(new GraphDrawing(other.graph(), other.graph().buildOrder()).mermaid())
                .contains("n0([\"alpine\"])", "n1([\"app:2\"])", "n2[\"app:1\"]", "n0 --> n2", "n1 --> n3");
    }
}
