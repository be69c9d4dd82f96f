package dev.imagemanager.pipeline.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.TestDigests;
import dev.imagemanager.pipeline.step.Explanation;
import dev.imagemanager.pipeline.step.PlannedReason;
import dev.imagemanager.pipeline.step.PlannedWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of the reasons for a build. */
class BuildExplainerTest extends TargetBuilderFleet {

    private Explanation only(String target) {
        List<Explanation> explanations = explain(target);
        assertThat(explanations).hasSize(1);
        return explanations.get(0);
    }

    private static List<String> reasons(PlannedWork work) {
        return work.reasons().stream().map(PlannedReason::text).toList();
    }

    private static List<Explanation.Input> changed(Explanation explanation) {
        return explanation.inputs().stream()
                .filter(Explanation.Input::isChanged)
                .toList();
    }

    @Test
    void withoutAChangeThereIsNothingToExplain() {
        build();

        Explanation explanation = only("app:1");

        assertThat(explanation.work().action()).isEqualTo("up to date");
        assertThat(explanation.work().kind()).isEqualTo(PlannedWork.Kind.NONE);
        assertThat(changed(explanation)).isEmpty();
        assertThat(explanation.inputs())
                .extracting(Explanation.Input::name)
                .contains("dockerfile", "context", "buildkit");
        assertThat(explanation.causes()).isEmpty();
    }

    @Test
    void theLinesOfADockerfileThatChangedAreShown() {
        fleet.with("images/base/Dockerfile", "FROM debian:12\nRUN one\n");
        build();
        fleet.with("images/base/Dockerfile", "FROM debian:12\nRUN two\n");

        Explanation explanation = only("base:1.0.0");

        assertThat(reasons(explanation.work()))
                .as("a Dockerfile that is no template is a file of the context too")
                .containsExactly("context changed", "dockerfile changed");
        assertThat(changed(explanation))
                .filteredOn(input -> input.name().equals("dockerfile"))
                .singleElement()
                .satisfies(input -> assertThat(input.details()).contains("-RUN one", "+RUN two", " FROM debian:12"));
    }

    @Test
    void theFilesOfAContextThatChangedAreNamed() throws IOException {
        fleet.with("images/base/gone", "x").with("images/base/run.sh", "x");
        build();
        fleet.without("images/base/gone").with("images/base/motd", "changed").with("images/base/new file", "x");
        Files.setPosixFilePermissions(
                directory.resolve("images/base/run.sh"), PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThat(changed(only("base:1.0.0"))).singleElement().satisfies(input -> {
            assertThat(input.name()).isEqualTo("context");
            assertThat(input.details())
                    .containsExactly("removed gone", "changed motd", "added new file", "mode run.sh");
        });
    }

    @Test
    void whatAParentCausesNamesTheFirstCause() {
        fleet.with("images/top/image.yml", "tags: [{name: '1'}]\n").with("images/top/Dockerfile", "FROM app:1\n");
        build();
        bases.put("debian:12", TestDigests.of("newer"));

        Explanation explanation = only("top:1");

        assertThat(explanation.work().action()).isEqualTo("depends");
        assertThat(explanation.work().kind()).isEqualTo(PlannedWork.Kind.UNKNOWN);
        assertThat(reasons(explanation.work())).containsExactly("app:1 is built first");
        assertThat(explanation.causes())
                .extracting(PlannedWork::target)
                .map(Object::toString)
                .containsExactly("app:1", "base:1.0.0");
        assertThat(reasons(explanation.causes().get(1)))
                .singleElement()
                .asString()
                .matches("base debian:12 moved from sha256:[0-9a-f]{12} to sha256:[0-9a-f]{12}");
    }

    @Test
    void allReasonsAreSaid() {
        build();
        fleet.with("images/base/motd", "changed\n")
                .with("images/base/image.yml", "tags: [{name: 1.0.0}]\nlabels: {a: b}\nbuild_args: {C: d}\n");
        bases.put("debian:12", TestDigests.of("newer"));
        imageBuilder.version = "v2";

        assertThat(only("base:1.0.0").work().reasons())
                .extracting(PlannedReason::code)
                .containsExactly("base", "build-arg", "buildkit", "context", "label");
        assertThat(reasons(only("base:1.0.0").work()))
                .contains("buildkit changed from v1 to v2", "label a is new", "build-arg C is new", "context changed");
    }

    @Test
    void aTargetThatIsNewSaysSo() {
        assertThat(reasons(only("base:1.0.0").work())).containsExactly("it is new");
        assertThat(reasons(only("app:1").work())).containsExactly("it is new", "base:1.0.0 is built first");
    }

    /** The text is a matter of dist, which may come with a repository. */
    @ParameterizedTest
    @ValueSource(strings = {"", "FROM evil\n"})
    void aTextThatIsNotTheOneOfTheLastBuildIsNotShown(String other) {
        build();
        fleet.files("dist").keySet().stream()
                .filter(file -> file.startsWith(".inputs/"))
                .forEach(file -> fleet.with("dist/" + file, other));
        fleet.with("images/base/Dockerfile", "FROM debian:12\nRUN two\n").with("images/base/motd", "changed\n");

        assertThat(changed(only("base:1.0.0"))).hasSize(2).allSatisfy(input -> assertThat(input.details())
                .isEmpty());
    }

    @Test
    void onlyTheTextsOfTheLastBuildsAreKept() {
        build();
        List<String> kept = inputs();
        fleet.with("images/base/motd", "changed\n");
        build();

        assertThat(inputs()).hasSameSizeAs(kept).isNotEqualTo(kept);
    }

    private List<String> inputs() {
        return fleet.files("dist").keySet().stream()
                .filter(file -> file.startsWith(".inputs/"))
                .sorted()
                .toList();
    }

    /** A plan changes nothing, not even in the output. */
    @Test
    void explainingWritesNothing() {
        explain("app:1");

        assertThat(directory.resolve("dist")).doesNotExist();
    }
}
