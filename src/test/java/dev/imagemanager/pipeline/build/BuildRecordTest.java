package dev.imagemanager.pipeline.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.imagemanager.FakeEnvironment;
import dev.imagemanager.TestSeals;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.output.OutputDirectory;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.SealedDocuments;
import dev.imagemanager.pipeline.build.BuildRecord.PlatformImage;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import dev.imagemanager.seal.UserState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
                    new PlatformImage(
                            DIGEST,
                            KEY,
                            5_000_000_000L,
                            Optional.of(new ArchiveContent(6_000_000_000L, DIGEST)),
                            Optional.of(Duration.ofMillis(1234)),
                            Optional.of(new BuilderProvenance(
                                    "builder",
                                    "https://slsa.dev/provenance/v0.2",
                                    JsonNodeFactory.instance.objectNode().put("buildType", "b")))),
                    Platform.parse("linux/arm/v7"),
                    new PlatformImage(
                            DIGEST,
                            new ContentKey.Unknown("the build uses an SSH agent"),
                            7,
                            Optional.empty(),
                            Optional.of(Duration.ofMillis(766)),
                            Optional.empty()))),
            "v0.26.3");

    private OutputDirectory output() {
        return new OutputDirectory(directory);
    }

    private final List<String> notes = new ArrayList<>();

    private BuildRecords records(SealedDocuments documents) {
        return new BuildRecords(
                output(),
                documents,
                event -> notes.add(((PipelineEvent.Noted) event).problem().toString()));
    }

    private Optional<BuildRecord> read() {
        return records(TestSeals.documents()).read(APP);
    }

    private Optional<BuildRecord> read(String json) {
        output().write(OutputPaths.buildRecord(APP), json.getBytes(StandardCharsets.UTF_8));
        return read();
    }

    private String written() {
        records(TestSeals.documents()).write(RECORD);
        return new String(output().content(OutputPaths.buildRecord(APP)).orElseThrow(), StandardCharsets.UTF_8);
    }

    @Test
    void whatIsWrittenIsRead() {
        written();

        assertThat(read()).hasValue(RECORD);
        assertThat(notes).isEmpty();
    }

    @Test
    void sizesAndTimesOfPlatformsAddUp() {
        assertThat(RECORD.size()).isEqualTo(5_000_000_007L);
        assertThat(RECORD.time()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void theSameRecordHasTheSameBytes() {
        assertThat(written()).isEqualTo(written());
    }

    @Test
    void aPartOfARecordIsNone() {
        String json = written();
        for (int length = 0; length < json.length() - 2; length++) {
            assertThat(read(json.substring(0, length))).isEmpty();
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
        assertThat(read(json)).isEmpty();
        assertThat(notes).singleElement().asString().contains("dist/app/1/build.json", "the record is ignored");
    }

    @Test
    void whatAnotherVersionWroteIsNoRecord() {
        assertThat(read(written().replace("image-manager/v1", "image-manager/v2")))
                .isEmpty();
    }

    /** Only the layout of the text does not matter. */
    @Test
    void aRecordThatSomebodyElseWroteOrChangedIsIgnoredWithANote() {
        String json = written();

        assertThat(read(json.replaceAll("\n *", ""))).hasValue(RECORD);
        assertThat(notes).isEmpty();
        for (String changed : List.of(
                json.replace("5000000000", "5000000001"),
                json.replace("v0.26.3", "v0.26.4"),
                json.replace("\"dockerfile\": \"d\"", "\"dockerfile\": \"e\""),
                json.replaceFirst("sha256:0", "sha256:1"),
                json.replaceFirst("(?s),\\s*\"seal\": \"[^\"]*\"", ""),
                json.replace("hmac-sha256:", "hmac-sha256:0"))) {
            assertThat(changed).isNotEqualTo(json);
            notes.clear();
            assertThat(read(changed)).isEmpty();
            assertThat(notes).singleElement().asString().contains("build.json", "not written here by this user");
        }
    }

    @Test
    void aRecordOfAnotherTargetOrAnotherKindOfDocumentIsIgnored() {
        String json = written();
        TargetName other = new TargetName("other", "1");
        output().write(OutputPaths.buildRecord(other), json.getBytes(StandardCharsets.UTF_8));
        assertThat(records(TestSeals.documents()).read(other)).isEmpty();

        output().write(OutputPaths.buildRecord(APP), TestSeals.documents().print("test report", RECORD.toJson()));
        assertThat(read()).isEmpty();
    }

    @Test
    void recordsOfAnotherUserAreNotedOnce() {
        written();
        BuildRecords others = records(new SealedDocuments(
                new UserState(new FakeEnvironment().with(UserState.KEY_VARIABLE, "of another user".repeat(3)))));

        assertThat(others.read(APP)).isEmpty();
        assertThat(others.read(APP)).isEmpty();
        assertThat(notes).singleElement().asString().contains("IMAGE_MANAGER_STATE_KEY");
    }

    @Test
    void withoutAKeyRecordsAreWrittenButNotUsed() {
        UserState nowhere = new UserState(new FakeEnvironment().with("XDG_STATE_HOME", "/proc/nowhere"));
        records(new SealedDocuments(nowhere)).write(RECORD);

        assertThat(records(new SealedDocuments(nowhere)).read(APP)).isEmpty();
        assertThat(notes)
                .singleElement()
                .asString()
                .contains("no record of an earlier build is used", "/proc/nowhere", "XDG_STATE_HOME");
    }

    @Test
    void anArchiveIsIntactIfItsContentIsTheRecordedOne() {
        Path archive = OutputPaths.archive(APP, Platform.LINUX_AMD64, true);
        BuildRecords records = records(TestSeals.documents());
        byte[] content = "archive".getBytes(StandardCharsets.UTF_8);
        PlatformImage image =
                new PlatformImage(DIGEST, KEY).with(new ArchiveContent(content.length, Digest.of(content)));
        PlatformImage unread = new PlatformImage(DIGEST, KEY);

        assertThat(records.isIntact(image, archive)).isFalse();
        output().write(archive, content);
        assertThat(records.isIntact(image, archive)).isTrue();
        assertThat(records.isIntact(unread, archive)).isFalse();
        output().write(archive, "ARCHIVE".getBytes(StandardCharsets.UTF_8));
        assertThat(records.hasArchive(image, archive)).isTrue();
        assertThat(records.isIntact(image, archive)).isFalse();
    }

    @Test
    void theComponentsThatDifferAreNamed() {
        ContentKey.Known other =
                new ContentKey.Known(new TreeMap<>(Map.of("dockerfile", "d", "label a b", "x", "stage", "run")));

        assertThat(KEY.changesTo(other))
                .containsExactly(
                        new KeyChange("label a b", Optional.of("\"ü\n"), Optional.of("x")),
                        new KeyChange("stage", Optional.empty(), Optional.of("run")));
        assertThat(other.changesTo(KEY)).contains(new KeyChange("stage", Optional.of("run"), Optional.empty()));
        assertThat(KEY.changesTo(KEY)).isEmpty();
    }

    @Test
    void aKeyDependsOnNamesAndValuesAndNothingElse() {
        assertThat(KEY.value()).matches("[0-9a-f]{64}").isEqualTo(new ContentKey.Known(KEY.components()).value());
        assertThat(KEY.tag()).isEqualTo("im-" + KEY.value());
        assertThat(new ContentKey.Known(new TreeMap<>(Map.of("a", "bc"))).value())
                .isNotEqualTo(new ContentKey.Known(new TreeMap<>(Map.of("ab", "c"))).value());
    }
}
