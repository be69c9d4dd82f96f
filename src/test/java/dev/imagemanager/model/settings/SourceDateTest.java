package dev.imagemanager.model.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.TestFleet;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceDateTest {

    @TempDir
    Path directory;

    private TestFleet fleet(String setting) {
        return TestFleet.small(directory).with(".image-manager.yml", "source_date_epoch: " + setting + "\n");
    }

    private SourceDate sourceDate(String setting) {
        return fleet(setting).generate().fleet().settings().sourceDate();
    }

    @Test
    void settingsAreATimeOrTheCommitOrNothing() {
        assertThat(sourceDate("")).isEqualTo(new SourceDate.Fixed(Instant.parse("1980-02-01T00:00:00Z")));
        assertThat(sourceDate("0")).isEqualTo(new SourceDate.Fixed(Instant.EPOCH));
        assertThat(sourceDate("1700000000")).isEqualTo(new SourceDate.Fixed(Instant.ofEpochSecond(1_700_000_000)));
        assertThat(sourceDate("commit")).isEqualTo(new SourceDate.OfCommit());
        assertThat(sourceDate("false")).isEqualTo(new SourceDate.Unchanged());
        assertThat(sourceDate("False")).isEqualTo(new SourceDate.Unchanged());
    }

    @ParameterizedTest
    @ValueSource(strings = {"now", "true", "no", "-1", "1.5", "2026-01-01", "123456789012"})
    void everythingElseIsAnError(String written) {
        assertThat(fleet(written).problems()).singleElement().satisfies(problem -> assertThat(problem.message())
                .isEqualTo("'source_date_epoch' must be a number of seconds since 1970, commit or false"));
    }
}
