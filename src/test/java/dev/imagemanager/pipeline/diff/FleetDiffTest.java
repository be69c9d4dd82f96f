package dev.imagemanager.pipeline.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.TestFleet;
import dev.imagemanager.model.TargetName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FleetDiffTest {

    @TempDir
    Path directory;

    private TestFleet before;
    private TestFleet after;

    @BeforeEach
    void sameFleetTwice() {
        before = TestFleet.small(directory.resolve("before"));
        after = TestFleet.small(directory.resolve("after"));
    }

    private FleetDiff diff() {
        return FleetDiff.of(Optional.of(before.generate()), Optional.of(after.generate()));
    }

    /** Of the only image. */
    private ImageDiff image() {
        List<ImageDiff> images = diff().images();
        assertThat(images).hasSize(1);
        return images.get(0);
    }

    /** Of the only target that changed. */
    private TargetDiff target() {
        List<TargetDiff> targets = image().targets();
        assertThat(targets).hasSize(1);
        return targets.get(0);
    }

    private static TargetName target(String name) {
        return TargetName.find(name).orElseThrow();
    }

    /** As {@code from → to}, with {@code -} for nothing. */
    private static String shown(Change<?> change) {
        return change.before().map(Object::toString).orElse("-") + " → "
                + change.after().map(Object::toString).orElse("-");
    }

    private static Stream<String> shown(List<? extends Change<?>> changes) {
        return changes.stream().map(FleetDiffTest::shown);
    }

    @Test
    void theSameFleetHasNoDifferences() {
        assertThat(diff()).isEqualTo(new FleetDiff(List.of(), new TreeMap<>()));
        assertThat(diff().isEmpty()).isTrue();
    }

    @Test
    void commentsAndTheOrderOfKeysMeanNothing() {
        before.with("images/app/image.yml", "variables: {a: 1, b: 2}\ntags: [{name: 1.0.0}]\n");
        after.with("images/app/image.yml", "# x\ntags:\n  - name: 1.0.0\nvariables: {b: 2, a: 1}\n");

        assertThat(diff().isEmpty()).isTrue();
    }

    @Test
    void targetsAreAddedAndRemoved() {
        before.with("images/app/image.yml", "tags: [{name: 1.0.0}, {name: 2.0.0}]\n");
        after.with("images/app/image.yml", "tags: [{name: 2.0.0}, {name: 3.0.0}]\n")
                .with("images/lib/image.yml", "tags: [{name: edge}]\n")
                .with("images/lib/Dockerfile", "FROM scratch\n");

        FleetDiff diff = diff();

        assertThat(diff.images()).extracting(ImageDiff::name).containsExactly("app", "lib");
        assertThat(diff.images().get(0).added()).containsExactly(target("app:3.0.0"));
        assertThat(diff.images().get(0).removed()).containsExactly(target("app:1.0.0"));
        assertThat(diff.images().get(0).common()).isEqualTo(1);
        assertThat(diff.images().get(1).added()).containsExactly(target("lib:edge"));
        assertThat(List.of(diff.added(), diff.removed(), diff.changed())).containsExactly(2L, 1L, 0L);
        assertThat(diff.files().keySet())
                .contains(Path.of("dist/app/1.0.0/Dockerfile"), Path.of("dist/lib/edge/Dockerfile"))
                .doesNotContain(Path.of("dist/app/2.0.0/Dockerfile"));
    }

    @ParameterizedTest
    @CsvSource({
        "1.1.0, 1.2.0, false",
        "1.10.0, 1.9.0, true",
        "1.9.0, 1.10.0, false",
        "2.0.0, 2.0.0-rc1, true",
        "2.0.0-rc9, 2.0.0-rc10, false",
        "1.0.0-alpine, 1.0.0-slim, false",
        "bookworm, 1.0.0,",
        "1.0.0, bookworm,",
    })
    void anAliasMoves(String from, String to, Boolean isBackwards) {
        String tags = "auto_aliases: []\ntags: [{name: " + from + "}, {name: " + to + "}]\n";
        before.with("images/app/image.yml", tags + "aliases: {stable: " + from + "}\n");
        after.with("images/app/image.yml", tags + "aliases: {stable: " + to + "}\n");

        assertThat(image().aliases())
                .containsExactly(new AliasChange(
                        "stable", new Change<>(Optional.of(from), Optional.of(to)), Optional.ofNullable(isBackwards)));
        assertThat(image().targets()).isEmpty();
    }

    /** The tag that it named is not there any more. */
    @Test
    void aliasesThatFollowFromVersionsMoveForVariantsToo() {
        String variants = "variants: [{name: slim, tag_suffix: -slim}]\n";
        before.with("images/app/image.yml", variants + "tags: [{name: 1.2.0}]\naliases: {old: 1.2.0}\n");
        after.with("images/app/image.yml", variants + "tags: [{name: 1.1.0}]\naliases: {new: 1.1.0}\n");

        List<AliasChange> aliases = image().aliases();

        assertThat(aliases.stream().map(alias -> alias.alias() + ": " + shown(alias.tag())))
                .containsExactly(
                        "1: 1.2.0 → 1.1.0",
                        "1-slim: 1.2.0-slim → 1.1.0-slim",
                        "1.1: - → 1.1.0",
                        "1.1-slim: - → 1.1.0-slim",
                        "1.2: 1.2.0 → -",
                        "1.2-slim: 1.2.0-slim → -",
                        "new: - → 1.1.0",
                        "new-slim: - → 1.1.0-slim",
                        "old: 1.2.0 → -",
                        "old-slim: 1.2.0-slim → -");
        assertThat(aliases.stream().filter(alias -> alias.isBackwards().orElse(false)))
                .extracting(AliasChange::alias)
                .containsExactly("1", "1-slim");
        assertThat(diff().moves()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "debian:12 | debian:13 | debian:12 → debian:13",
                "debian:12 | docker.io/library/debian:13 | debian:12 → docker.io/library/debian:13",
                "debian:12 | alpine:3 | debian:12 → alpine:3",
                "debian:12 golang:1 | debian:13 golang:2 | debian:12 → debian:13, golang:1 → golang:2",
                "debian:12 golang:1 | golang:2 alpine:3 | golang:1 → golang:2, debian:12 → alpine:3",
                "debian:12 | debian:12 golang:1 | - → golang:1",
                "debian:12 golang:1 | debian:12 | golang:1 → -",
                "debian:11 debian:12 | debian:13 | debian:11 → -, debian:12 → -, - → debian:13",
                "debian:12 | scratch | debian:12 → -",
            })
    void basesAreReplaced(String from, String to, String changes) {
        before.with("images/app/Dockerfile", dockerfile(from));
        after.with("images/app/Dockerfile", dockerfile(to));

        assertThat(shown(target().bases())).containsExactly(changes.split(", "));
        assertThat(target().parents()).isEmpty();
        assertThat(target().files().keySet()).containsExactly(Path.of("dist/app/1.0.0/Dockerfile"));
    }

    private static String dockerfile(String bases) {
        StringBuilder text = new StringBuilder();
        for (String base : bases.split(" ")) {
            text.append("FROM ").append(base).append('\n');
        }
        return text.toString();
    }

    /** The Dockerfile is the same. */
    @Test
    void aParentThatAnAliasNamesIsAnotherOne() {
        for (TestFleet fleet : List.of(before, after)) {
            fleet.with("images/lib/Dockerfile", "FROM scratch\n").with("images/app/Dockerfile", "FROM lib:1\n");
        }
        before.with("images/lib/image.yml", "tags: [{name: 1.0.0}]\n");
        after.with("images/lib/image.yml", "tags: [{name: 1.0.0}, {name: 1.1.0}]\n");

        TargetDiff app = diff().images().get(0).targets().get(0);

        assertThat(app.target()).isEqualTo(target("app:1.0.0"));
        assertThat(shown(app.parents())).containsExactly("lib:1.0.0 → lib:1.1.0");
        assertThat(app.files()).isEmpty();
    }

    @Test
    void valuesAreThoseThatATargetHasAfterMerging() {
        before.with(".image-manager.yml", "versions: {python: '3.11'}\nvariables: {flag: true, packages: [a, b]}\n")
                .with("images/app/image.yml", "tags: [{name: 1.0.0}, {name: 2.0.0, versions: {python: '3.12'}}]\n");
        after.with(".image-manager.yml", "versions: {python: '3.12'}\nvariables: {flag: 'true', packages: [a, c]}\n")
                .with(
                        "images/app/image.yml",
                        """
                        labels: {a: b}
                        build_args: {X: '1'}
                        contexts: {common: ../../common, tool: 'docker-image://alpine:3'}
                        platforms: [linux/arm64]
                        build: {target: last, secrets: [{id: token, env: TOKEN}], ssh: [default]}
                        tags: [{name: 1.0.0}, {name: 2.0.0, versions: {python: '3.12'}}]
                        """)
                .with("images/app/Dockerfile", "FROM scratch AS last\n")
                .with("common/x", "");
        before.with("images/app/Dockerfile", "FROM scratch AS last\n");

        List<TargetDiff> targets = image().targets();

        assertThat(targets.get(0).values().entrySet().stream()
                        .map(value -> value.getKey() + ": " + shown(value.getValue())))
                .containsExactly(
                        "build.secrets: - → [token (env TOKEN)]",
                        "build.ssh: - → [default]",
                        "build.target: - → last",
                        "build_args.X: - → 1",
                        "contexts.common: - → common",
                        "contexts.tool: - → docker-image://alpine:3",
                        "labels.a: - → b",
                        "platforms: - → [linux/arm64]",
                        "variables.flag: true → true",
                        "variables.packages: [a, b] → [a, c]",
                        "versions.python: 3.11 → 3.12");
        assertThat(targets.get(1).values()).containsKey("labels.a").doesNotContainKey("versions.python");
    }

    @Test
    void generatedFilesDifferAlsoIfNothingElseDoes() {
        for (TestFleet fleet : List.of(before, after)) {
            fleet.without("images/app/Dockerfile").with("images/app/Dockerfile.tmpl", "FROM scratch\n");
        }
        before.with("images/app/test.yml", "schemaVersion: 2.0.0\n");
        after.with("images/app/Dockerfile.tmpl", "FROM scratch\nLABEL tag={=tag.name}\n")
                .with("images/app/.dockerignore", "*.log\n");

        assertThat(target().files().entrySet().stream()
                        .map(file -> file.getKey().getFileName() + " "
                                + file.getValue().before().isPresent() + " "
                                + file.getValue().after().isPresent()))
                .containsExactly("Dockerfile true true", "Dockerfile.dockerignore true true", "test.yml true false");
        assertThat(diff().unified(Path.of("dist/app/1.0.0/Dockerfile")))
                .isEqualTo(
                        """
                        --- a/dist/app/1.0.0/Dockerfile
                        +++ b/dist/app/1.0.0/Dockerfile
                        @@ -1,1 +1,2 @@
                         FROM scratch
                        +LABEL tag=1.0.0
                        """);
    }

    @Test
    void whereThereWasNoFleetEverythingIsNew() {
        FleetDiff diff = FleetDiff.of(Optional.empty(), Optional.of(after.generate()));

        assertThat(diff.images().get(0).added()).containsExactly(target("app:1.0.0"));
        assertThat(diff.images().get(0).aliases().stream().map(alias -> shown(alias.tag())))
                .containsExactly("- → 1.0.0", "- → 1.0.0");
        assertThat(FleetDiff.of(Optional.of(before.generate()), Optional.empty())
                        .removed())
                .isEqualTo(1);
    }
}
