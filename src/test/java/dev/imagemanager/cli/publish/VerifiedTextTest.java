package dev.imagemanager.cli.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.imagemanager.TestDigests;
import dev.imagemanager.pipeline.attest.Evident;
import dev.imagemanager.pipeline.attest.Finding;
import dev.imagemanager.pipeline.attest.VerifiedImage;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class VerifiedTextTest {

    private static final Digest DIGEST = TestDigests.of("x");

    private static Finding finding(Finding.State state, String text) {
        return new Finding(state, text, JsonNodeFactory.instance.objectNode());
    }

    private static VerifiedImage.Part part(Optional<Platform> platform, Map<Evident, Finding> findings) {
        return new VerifiedImage.Part(DIGEST, platform, new TreeMap<>(findings));
    }

    @Test
    void aTableShowsWhatThereIsAndLinesWhatIsWrong() {
        VerifiedImage image = new VerifiedImage(
                "example.com/app:1",
                Optional.of(DIGEST),
                List.of(
                        part(
                                Optional.empty(),
                                Map.of(Evident.SIGNATURE, finding(Finding.State.VALID, "key cosign.pub"))),
                        part(
                                Optional.of(Platform.LINUX_AMD64),
                                Map.of(
                                        Evident.SIGNATURE,
                                        finding(Finding.State.INVALID, "it is not signed"),
                                        Evident.SBOM,
                                        finding(Finding.State.MISSING, "missing")))));

        assertThat(String.join("\n", VerifiedText.of(List.of(image))))
                .isEqualTo(
                        """
                        example.com/app:1 %s
                        PLATFORM     DIGEST               SIGNATURE       PROVENANCE  SBOM     TESTS
                        index        %s  key cosign.pub  -           -        -
                        linux/amd64  %s  not valid       -           missing  -
                        linux/amd64: signature: it is not signed

                        1 image: 0 valid, 1 not"""
                                .formatted(DIGEST, DIGEST.abbreviated(), DIGEST.abbreviated()));
    }

    @Test
    void whatDoesNotExistIsSaid() {
        assertThat(VerifiedText.of(List.of(new VerifiedImage("example.com/app:2", Optional.empty(), List.of()))))
                .containsExactly("example.com/app:2: there is no such image", "", "1 image: 0 valid, 1 not");
    }
}
