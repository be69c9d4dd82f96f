package dev.imagemanager.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.FakeEnvironment;
import dev.imagemanager.seal.UserState;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SealedDocumentsTest {

    private static SealedDocuments withoutAKey() {
        FakeEnvironment environment = new FakeEnvironment();
        environment.set("XDG_STATE_HOME", "/proc/nowhere");
        return new SealedDocuments(new UserState(environment));
    }

    /** As a test of an image that was just built needs it. */
    @Test
    void withoutAKeyOnlyTheRunThatPrintedADocumentRecognizesIt() throws IOException {
        SealedDocuments run = withoutAKey();
        ObjectNode document = JsonDocument.create().put("a", "b");

        ObjectNode printed = (ObjectNode) new ObjectMapper().readTree(run.print("kind", document));

        assertThat(run.obstacle()).isPresent();
        assertThat(run.isSealed("kind", printed)).isTrue();
        assertThat(run.isSealed("other", printed)).isFalse();
        assertThat(withoutAKey().isSealed("kind", printed)).isFalse();
        assertThat(run.isSealed("kind", printed.put("a", "c"))).isFalse();
    }
}
