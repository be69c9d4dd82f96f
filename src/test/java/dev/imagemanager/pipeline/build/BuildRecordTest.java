package dev.imagemanager.pipeline.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.output.OutputDirectory;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.build.BuildRecord.PlatformImage;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuildRecordTest {

    @TempDir
    Path directory;

    private static final TargetName APP = new TargetName("app", "1");
    private static final Digest DIGEST = Digest.parse("sha256:" + "0".repeat(64));
    private static final ContentKey.Known KEY =
            new ContentKey.Known(new TreeMap<>(Map.of("dockerfile", "d", "label a b", "\"ü\n")));

    private static final BuildRecord RECORD = new BuildRecord(
            APP,
            DIGEST,
            new TreeMap<>(Map.of(
                    Platform.LINUX_AMD64,
                    new PlatformImage(DIGEST, KEY, 5_000_000_000L, Duration.ofMillis(1234)),
                    Platform.parse("linux/arm/v7"),
                    new PlatformImage(
                            DIGEST, new ContentKey.Unknown("the build uses an SSH agent"), 7, Duration.ofMillis(766)))),
            "v0.26.3");

    @Test
    void whatIsWrittenIsRead() {
        assertThat(BuildRecord.fromJson(APP, RECORD.toJson())).hasValue(RECORD);
    }

    @Test
    void sizesAndTimesOfPlatformsAddUp() {
        assertThat(RECORD.size()).isEqualTo(5_000_000_007L);
        assertThat(RECORD.time()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void theSameRecordHasTheSameBytes() {
        assertThat(RECORD.toJson()).isEqualTo(RECORD.toJson());
    }

    @Test
    void aPartOfARecordIsNone() {
        byte[] json = RECORD.toJson();
        for (int length = 0; length < json.length - 2; length++) {
            assertThat(BuildRecord.fromJson(
                            APP, new String(json, 0, length, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8)))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "\"text\"",
                "{\"platforms\": []}",
                "{\"digest\": \"sha256:short\", \"platforms\": {\"linux/amd64\": {\"digest\": \"sha256:short\"}}}",
                "{\"digest\": \"\", \"platforms\": {\"linux\": {\"digest\": \"\"}}}",
                "{\"platforms\": {\"../../linux\": 7}}",
                "\u0000\u0001\u0002",
            })
    void whatThisProgramDidNotWriteIsNoRecord(String json) {
        assertThat(BuildRecord.fromJson(APP, json.getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    @Test
    void whatAnotherVersionWroteIsNoRecord() {
        String json =
                new String(RECORD.toJson(), StandardCharsets.UTF_8).replace("image-manager/v1", "image-manager/v2");

        assertThat(BuildRecord.fromJson(APP, json.getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    @Test
    void aRecordThatIsNotUsedIsSaid() {
        OutputDirectory output = new OutputDirectory(directory);
        List<PipelineEvent> events = new ArrayList<>();
        assertThat(BuildRecord.read(output, APP, events::add)).isEmpty();
        assertThat(events).isEmpty();

        output.write(OutputPaths.buildRecord(APP), "{}".getBytes(StandardCharsets.UTF_8));

        assertThat(BuildRecord.read(output, APP, events::add)).isEmpty();
        assertThat(events).singleElement().asString().contains("dist/app/1/build.json", "the record is ignored");
    }

    @Test
    void theComponentsThatDifferAreNamed() {
        ContentKey.Known other =
                new ContentKey.Known(new TreeMap<>(Map.of("dockerfile", "d", "label a b", "x", "stage", "run")));

        assertThat(KEY.differences(other)).containsExactly("label a b", "stage");
        assertThat(KEY.differences(KEY)).isEmpty();
    }

    @Test
    void aKeyDependsOnNamesAndValuesAndNothingElse() {
        assertThat(KEY.value()).matches("[0-9a-f]{64}").isEqualTo(new ContentKey.Known(KEY.components()).value());
        assertThat(KEY.tag()).isEqualTo("im-" + KEY.value());
        assertThat(new ContentKey.Known(new TreeMap<>(Map.of("a", "bc"))).value())
                .isNotEqualTo(new ContentKey.Known(new TreeMap<>(Map.of("ab", "c"))).value());
    }
}
