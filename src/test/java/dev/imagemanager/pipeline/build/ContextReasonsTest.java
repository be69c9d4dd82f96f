package dev.imagemanager.pipeline.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.TestDigests;
import dev.imagemanager.output.OutputDirectory;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.reference.ImageReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which files of contexts make a target be built again. */
class ContextReasonsTest extends TargetBuilderFleet {

    private void shareFiles() {
        fleet.with("common/entry.sh", "1")
                .with("common/notes.md", "1")
                .with("common/.dockerignore", "*.md\n")
                .with(
                        "images/app/image.yml",
                        "contexts: { common: ../../common, tool: 'docker-image://alpine:3' }\ntags: [{name: '1'}]\n")
                .with("images/app/Dockerfile", "FROM base:1.0\nCOPY --from=common / /\nCOPY --from=tool / /\n");
        bases.put("alpine:3", TestDigests.of("alpine"));
    }

    @Test
    void whatIsLeftOutIsNoReason() {
        fleet.with("images/app/.dockerignore", "# mine\n*.log\nvendor\n!Dockerfile.slim.tmpl\n")
                .with("images/app/vendor/blob", "1");
        assertThat(build()).containsExactly("base:1.0.0", "app:1");

        fleet.with("images/app/run.log", "1").with("images/app/vendor/blob", "2");
        assertThat(build()).isEmpty();

        fleet.with("images/app/deep/run.log", "1");
        assertThat(build()).containsExactly("app:1");
    }

    /** A definition and its templates are no reason by themselves, and neither is one more variant. */
    @Test
    void sourcesOfTheFleetAreNoReasonButFilesWithTheirNamesAre() {
        build();
        fleet.with("images/app/image.yml", "tags: [{name: '1'}]\n# a comment\n");
        assertThat(build()).isEmpty();

        fleet.with("images/app/src/image.yml", "size: 1");
        assertThat(build()).containsExactly("app:1");
        fleet.with("images/app/nginx.tmpl", "server {}");
        assertThat(build()).containsExactly("app:1");

        fleet.with("images/app/image.yml", "tags: [{name: '1'}]\nvariants: [{name: slim, tag_suffix: -slim}]\n")
                .with("images/app/Dockerfile.slim.tmpl", "FROM base:1.0\n");
        assertThat(build()).containsExactly("app:1-slim");
    }

    @Test
    void namedContextsAreReasons() {
        shareFiles();
        assertThat(build()).containsExactly("base:1.0.0", "app:1");
        assertThat(requestFor("app:1").namedContexts())
                .hasEntrySatisfying("common", context -> assertThat(((BuildContext.Folder) context).path())
                        .isEqualTo(directory.resolve("common")))
                .containsEntry("tool", new BuildContext.Image(ImageReference.parse("alpine:3")));

        fleet.with("common/notes.md", "2");
        assertThat(build()).isEmpty();
        fleet.with("common/entry.sh", "2");
        assertThat(build()).containsExactly("app:1");
        bases.put("alpine:3", TestDigests.of("another"));
        assertThat(build()).containsExactly("app:1");
        assertThat(build()).isEmpty();
    }

    /** What the builder keeps under a name must not be taken for another content with the same size and time. */
    @Test
    void everyContentHasANameOfItsOwn() {
        shareFiles();
        fleet.with("images/base/motd", "one").with("images/app/motd", "two");
        build();
        Set<String> names = contents();
        assertThat(names).hasSize(3);

        fleet.with("images/base/motd", "xyz").with("images/app/motd", "zyx").with("common/entry.sh", "9");
        build();
        assertThat(contents()).hasSize(3).doesNotContainAnyElementsOf(names);
    }

    private Set<String> contents() {
        Set<String> contents = new HashSet<>();
        imageBuilder.requests.forEach(request -> {
            contents.add(request.context().content());
            request.namedContexts().values().stream()
                    .filter(BuildContext.Folder.class::isInstance)
                    .forEach(folder -> contents.add(((BuildContext.Folder) folder).content()));
        });
        return contents;
    }

    /** The builder may have read the old files or the new ones. */
    @Test
    void filesThatChangeDuringABuildAreAReason() {
        imageBuilder.during("base:1.0.0", () -> fleet.with("images/base/motd", "changed\n"));
        assertThat(build()).containsExactly("base:1.0.0", "app:1");
        assertThat(events)
                .filteredOn(PipelineEvent.Noted.class::isInstance)
                .anySatisfy(event -> assertThat(event.toString()).contains("changed while it was built"));

        imageBuilder.during("base:1.0.0", () -> {});
        fleet.with("images/base/motd", "hello\n");
        assertThat(build()).contains("base:1.0.0");
        assertThat(build()).isEmpty();
    }

    /** It may have read what was there in between. */
    @Test
    void filesThatChangeDuringABuildAndBackAreAReason() {
        imageBuilder.during("base:1.0.0", () -> {
            fleet.with("images/base/other", "hello\n");
            try {
                Files.move(
                        directory.resolve("images/base/other"),
                        directory.resolve("images/base/motd"),
                        StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
        assertThat(build()).containsExactly("base:1.0.0", "app:1");

        imageBuilder.during("base:1.0.0", () -> {});
        assertThat(build()).contains("base:1.0.0");
        assertThat(build()).isEmpty();
    }

    @Test
    void aLinkThatLeavesTheContextIsNoted() throws IOException {
        fleet.with("common/entry.sh", "1");
        Files.createSymbolicLink(directory.resolve("images/app/entry.sh"), Path.of("../../common/entry.sh"));

        build();

        assertThat(events).filteredOn(PipelineEvent.Noted.class::isInstance).anySatisfy(event -> assertThat(
                        event.toString())
                .contains("images/app/entry.sh", "leads out of the build context"));
    }

    @Test
    void theIgnoreFileIsNoComponentOfTheKey() {
        build();
        byte[] record = new OutputDirectory(directory)
                .content(Path.of("dist/app/1/build.json"))
                .orElseThrow();

        assertThat(new String(record, StandardCharsets.UTF_8))
                .contains("\"context\"")
                .doesNotContain("dockerignore");
    }
}
