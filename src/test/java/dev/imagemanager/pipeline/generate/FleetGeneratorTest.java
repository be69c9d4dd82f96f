package dev.imagemanager.pipeline.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.TestFleet;
import dev.imagemanager.problem.InputException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetGeneratorTest {

    @TempDir
    Path directory;

    private static String tags(int count) {
        StringBuilder tags = new StringBuilder("tags:\n");
        for (int i = 0; i < count; i++) {
            tags.append("  - name: 1.0.").append(i).append('\n');
        }
        return tags.toString();
    }

    /** Templates are rendered by many threads. */
    @Test
    void manyProblemsHaveOneOrder() {
        TestFleet fleet = new TestFleet(directory)
                .with("images/base/image.yml", "tags: [{name: '1'}]\n")
                .with("images/base/Dockerfile", "FROM scratch\n")
                .with("images/app/image.yml", tags(100))
                .with("images/app/Dockerfile.tmpl", "FROM {=images.get('base', tag.name)}\n");
        String first = fleet.shown(fleet.problems());

        assertThat(first.lines()).hasSize(200);
        for (int run = 0; run < 5; run++) {
            assertThat(fleet.shown(fleet.problems())).isEqualTo(first);
        }
    }

    @Test
    void oneMistakeInATemplateIsToldOnce() {
        TestFleet fleet = new TestFleet(directory)
                .with("images/app/image.yml", tags(50))
                .with("images/app/Dockerfile.tmpl", "FROM scratch\n{=nothing}\n");

        assertThat(fleet.problems()).hasSize(1);
    }

    @Test
    void aDirectoryThatIsNotThereIsInput() {
        assertThatThrownBy(() -> new TestFleet(directory.resolve("nowhere")).generate())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("there is no directory " + directory.resolve("nowhere"));
    }

    /** The place of the fleet has no say in what it becomes. */
    @Test
    void whereTheFleetLiesDoesNotMatter() {
        TestFleet inBase = TestFleet.small(directory.resolve("base/9.0"));
        TestFleet elsewhere = TestFleet.small(directory.resolve("x y/ä"));
        inBase.write();
        elsewhere.write();

        assertThat(inBase.files("dist")).isEqualTo(elsewhere.files("dist"));
        assertThat(inBase.generate().fleet().images().get("app").isBaseImage()).isFalse();
    }

    @Test
    void aFleetMayBeReachedThroughALink() throws Exception {
        TestFleet fleet = TestFleet.small(directory.resolve("fleet"))
                .with("images/app/Dockerfile.tmpl", "{#include from /}\n")
                .with("templates/from.tmpl", "FROM scratch\n");
        java.nio.file.Files.createSymbolicLink(directory.resolve("link"), directory.resolve("fleet"));

        assertThat(new TestFleet(directory.resolve("link")).generate().fleet().targets())
                .hasSize(1);
        assertThat(fleet.generate().fleet().targets()).hasSize(1);
    }
}
