package dev.imagemanager.pipeline.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.build.CommitTimes.CommitTime;
import dev.imagemanager.problem.InputException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The latest time in images, and what of it is a reason to build. */
class ImageTimeTest extends TargetBuilderFleet {

    private static final String DEFAULT = "318211200";

    private String argument(String target) {
        return requestFor(target).buildArgs().get("SOURCE_DATE_EPOCH");
    }

    @Test
    void allImagesHaveTheSameByDefault() {
        build();

        assertThat(argument("base:1.0.0")).isEqualTo(DEFAULT);
        assertThat(argument("app:1")).isEqualTo(DEFAULT);
        assertThat(remotes.asked).isEmpty();
        assertThat(fleet.files("dist/app/1").get("build.json")).contains("\"source-date\": \"1980-02-01T00:00:00Z\"");
    }

    @Test
    void theEnvironmentGoesBeforeTheSettingAndIsNoReasonToBuild() {
        fleet.with(".image-manager.yml", "source_date_epoch: commit\n");
        environment.set("SOURCE_DATE_EPOCH", "1700000000");
        build();
        assertThat(argument("app:1")).isEqualTo("1700000000");
        assertThat(remotes.asked).isEmpty();

        environment.set("SOURCE_DATE_EPOCH", "1700000001");
        assertThat(build()).isEmpty();
    }

    @Test
    void anEmptyVariableIsNone() {
        environment.set("SOURCE_DATE_EPOCH", "");
        build();

        assertThat(argument("app:1")).isEqualTo(DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"now", "-1", "1.5", "2026-01-01", "999999999999"})
    void nonsenseInTheEnvironmentIsAnErrorBeforeTheFirstBuild(String written) {
        environment.set("SOURCE_DATE_EPOCH", written);

        assertThatExceptionOfType(InputException.class)
                .isThrownBy(this::build)
                .withMessageContaining(
                        "the environment variable SOURCE_DATE_EPOCH is not a number of seconds since 1970");
    }

    @Test
    void theTimeOfTheCommitIsNoReasonToBuild() {
        fleet.with(".image-manager.yml", "source_date_epoch: commit\n");
        remotes.commitTime = new CommitTime.Known(Instant.ofEpochSecond(1_700_000_000));
        build();
        assertThat(argument("base:1.0.0")).isEqualTo("1700000000");
        assertThat(argument("app:1")).isEqualTo("1700000000");
        assertThat(remotes.asked).containsExactly("HEAD");

        remotes.commitTime = new CommitTime.Known(Instant.ofEpochSecond(1_800_000_000));
        assertThat(build()).isEmpty();
        assertThat(remotes.asked).containsExactly("HEAD");
        fleet.with("images/app/file", "new");
        assertThat(build()).containsExactly("app:1");
        assertThat(argument("app:1")).isEqualTo("1800000000");
    }

    @Test
    void whereNothingIsCommittedTheDefaultIsTakenWithANote() {
        fleet.with(".image-manager.yml", "source_date_epoch: commit\n");
        build();

        assertThat(argument("app:1")).isEqualTo(DEFAULT);
        assertThat(events)
                .filteredOn(PipelineEvent.Noted.class::isInstance)
                .extracting(event -> ((PipelineEvent.Noted) event).problem().message())
                .containsExactly("the time of the commit is not known, so images get 1980-02-01T00:00:00Z: there is no"
                        + " repository");
    }

    @Test
    void anotherSettingIsAReasonToBuild() {
        build();
        fleet.with(".image-manager.yml", "source_date_epoch: 1700000000\n");
        assertThat(build()).containsExactly("base:1.0.0", "app:1");
        assertThat(argument("app:1")).isEqualTo("1700000000");
        assertThat(planned.get(0).reasons().toString())
                .contains("source-date changed from 1980-02-01T00:00:00Z to 2023-11-14T22:13:20Z");

        fleet.with(".image-manager.yml", "source_date_epoch: false\n");
        assertThat(build()).containsExactly("base:1.0.0", "app:1");
        assertThat(requestFor("app:1").buildArgs()).doesNotContainKey("SOURCE_DATE_EPOCH");
    }

    @Test
    void aBuildArgumentOfADefinitionGoesBeforeAll() {
        environment.set("SOURCE_DATE_EPOCH", "1700000000");
        fleet.with("images/app/image.yml", "tags: [{name: '1'}]\nbuild_args: {SOURCE_DATE_EPOCH: '1'}\n");
        build();

        assertThat(argument("app:1")).isEqualTo("1");
        assertThat(argument("base:1.0.0")).isEqualTo("1700000000");
        fleet.with("images/app/image.yml", "tags: [{name: '1'}]\nbuild_args: {SOURCE_DATE_EPOCH: '2'}\n");
        assertThat(build()).containsExactly("app:1");
    }
}
