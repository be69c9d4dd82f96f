package dev.imagemanager.pipeline.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.TestDigests;
import dev.imagemanager.TestSeals;
import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.model.settings.SettingsResolver;
import dev.imagemanager.output.OutputDirectory;
import dev.imagemanager.pipeline.build.BaseDigests.Found;
import dev.imagemanager.pipeline.build.BaseImageResolver.Resolution;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.ImageReference;
import dev.imagemanager.reference.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaseDigestsTest {

    private static final ImageReference IMAGE = ImageReference.parse("debian:12");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path directory;

    private Resolution said = new Resolution.Found(TestDigests.of("debian"));

    private final class Registries implements BaseImageResolver {

        @Override
        public Resolution resolve(ImageReference image, FleetSettings settings) {
            return said;
        }

        @Override
        public Triggers triggers(ImageReference image, Digest digest, Platform platform, FleetSettings settings) {
            throw new AssertionError("nobody reads triggers here");
        }
    }

    private BaseDigests digests(Duration later) {
        return new BaseDigests(
                new Registries(),
                SettingsResolver.defaults(),
                new OutputDirectory(directory),
                TestSeals.documents(),
                event -> {},
                Clock.fixed(START.plus(later), ZoneOffset.UTC));
    }

    private Found find(Duration later) throws InterruptedException {
        BaseDigests digests = digests(later);
        Found found = digests.find(IMAGE);
        digests.store();
        return found;
    }

    @Test
    void whatARegistrySaysIsTakenAtOnce() throws InterruptedException {
        assertThat(find(Duration.ZERO)).isEqualTo(new Found.Confirmed(TestDigests.of("debian")));
        said = new Resolution.Found(TestDigests.of("newer"));
        assertThat(find(Duration.ZERO)).isEqualTo(new Found.Confirmed(TestDigests.of("newer")));
        said = new Resolution.NotFound("no network", true);
        assertThat(find(Duration.ZERO)).isEqualTo(new Found.LastKnown(TestDigests.of("newer"), START, "no network"));
    }

    @Test
    void thatAnImageIsGoneIsTakenAtOnce() throws InterruptedException {
        find(Duration.ZERO);
        said = new Resolution.NotFound("it is gone", false);

        assertThat(find(Duration.ZERO)).isEqualTo(new Found.Unknown("it is gone"));
    }

    @ParameterizedTest
    @CsvSource({"PT0S, true", "P6DT23H59M59S, true", "P7D, false", "PT-1H, true"})
    void aDigestIsTakenForAWhile(Duration later, boolean isTaken) throws InterruptedException {
        find(Duration.ZERO);
        said = new Resolution.NotFound("no network", true);

        assertThat(find(later) instanceof Found.LastKnown).isEqualTo(isTaken);
    }

    @Test
    void aDigestThatWasConfirmedIsTakenForLonger() throws InterruptedException {
        find(Duration.ZERO);
        find(Duration.ofDays(6));
        said = new Resolution.NotFound("no network", true);

        assertThat(find(Duration.ofDays(12))).isInstanceOf(Found.LastKnown.class);
    }

    @Test
    void whatWasConfirmedLatelyIsNotWrittenAgain() throws InterruptedException, IOException {
        find(Duration.ZERO);
        Path file = directory.resolve("dist/.bases.json");
        Files.setLastModifiedTime(file, FileTime.from(START));

        find(Duration.ofMinutes(59));
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(FileTime.from(START));
        find(Duration.ofMinutes(60));
        assertThat(Files.getLastModifiedTime(file)).isNotEqualTo(FileTime.from(START));
    }

    @Test
    void aReferenceWithADigestNeedsNoMemory() throws InterruptedException {
        BaseDigests digests = digests(Duration.ZERO);
        digests.find(ImageReference.parse("debian:12@" + TestDigests.of("debian")));
        digests.store();

        assertThat(directory.resolve("dist/.bases.json")).doesNotExist();
    }
}
