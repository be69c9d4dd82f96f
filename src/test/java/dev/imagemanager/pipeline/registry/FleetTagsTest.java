package dev.imagemanager.pipeline.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.TestFleet;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FleetTagsTest {

    private static final String HASH = "0123456789abcdef".repeat(4);

    @TempDir
    Path directory;

    private FleetTags tags;

    @BeforeEach
    void readFleet() {
        tags = new FleetTags(TestFleet.small(directory)
                .with(
                        "images/app/image.yml",
                        """
                        tags: [{name: 3.13.7}, {name: 3.12.1}]
                        aliases: {latest: 3.13.7}
                        variants: [{name: slim, tag_suffix: -slim}]
                        """)
                .generate()
                .fleet()
                .images()
                .values());
    }

    private TagMeaning of(String tag) {
        return tags.of(tag, Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "3.13.7, version",
        "3.13.7-slim, version",
        "3.13, alias",
        "latest, alias",
        "3-slim, alias",
        "3.13.7-linux-amd64, platform",
        "3.13.7-slim-linux-arm64, platform",
        "3.13.7-linux-arm-v7, platform",
        "3.13.7-pr-12, snapshot",
        "3.13.7-linux-amiga, snapshot",
        "latest-main, snapshot",
        "3.11.0, orphan",
        "3.11.0-pr-12, orphan",
        "3.13.7-, orphan",
        "nightly, orphan",
        "im-abc, orphan",
        "sha256-abc, orphan",
    })
    void tagsHaveAMeaning(String tag, String kind) {
        assertThat(of(tag).kind()).hasToString(kind);
    }

    @Test
    void theLongestTagIsThatOfASnapshot() {
        assertThat(of("3.13.7-slim-pr-12").of()).hasValue("3.13.7-slim");
        assertThat(of("3.13.7-slim-pr-12").snapshot()).hasValue("pr-12");
        assertThat(of("3-pr-12").of()).hasValue("3");
    }

    @Test
    void aVariantThatIsGoneIsNoSnapshot() {
        assertThat(tags.of("3.13.7-alpine", Optional.of("3.13.7-alpine")).kind())
                .isEqualTo(TagMeaning.Kind.ORPHAN);
        assertThat(tags.of("3.13.7-alpine", Optional.of("3.13.7")).kind()).isEqualTo(TagMeaning.Kind.SNAPSHOT);
    }

    @Test
    void keysAndAttachmentsAreKnownByTheirForm() {
        assertThat(of("im-" + HASH).kind()).isEqualTo(TagMeaning.Kind.KEY);
        assertThat(of("im-test-" + HASH).kind()).isEqualTo(TagMeaning.Kind.TEST);
        for (String ending : new String[] {"", ".sig", ".att", ".sbom"}) {
            TagMeaning meaning = of("sha256-" + HASH + ending);
            assertThat(meaning.kind()).isEqualTo(TagMeaning.Kind.ATTACHMENT);
            assertThat(meaning.subject().orElseThrow()).hasToString("sha256:" + HASH);
        }
        // The specification cuts what is longer.
        assertThat(of("sha512-" + HASH)).isEqualTo(TagMeaning.attachmentTo(Optional.empty()));
    }
}
