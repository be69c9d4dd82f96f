package dev.imagemanager.pipeline.attest;

import static dev.imagemanager.pipeline.attest.AttestFixture.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.TestDigests;
import dev.imagemanager.pipeline.attest.Signable.Kind;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {

    /** What {@code cosign sign} 2.6.1 signed. */
    @Test
    void payloadsHaveTheBytesThatCosignSigns() {
        Signable payload = Signable.payload("127.0.0.1:5999/app", TestDigests.of("x"));

        assertThat(payload.content())
                .asString()
                .isEqualTo("{\"critical\":{\"identity\":{\"docker-reference\":\"127.0.0.1:5999/app\"},"
                        + "\"image\":{\"docker-manifest-digest\":\"" + TestDigests.of("x")
                        + "\"},\"type\":\"cosign container image signature\"},\"optional\":null}");
        assertThat(payload.message()).isEqualTo(payload.content());
        assertThat(payload.isAbout(TestDigests.of("x"))).isTrue();
        assertThat(payload.isAbout(TestDigests.of("y"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "{}", "{\"critical\":[]}", "{\"critical\":{\"image\":7}}"})
    void otherPayloadsAreAboutNothing(String content) {
        assertThat(new Signable(Kind.PAYLOAD, bytes(content)).isAbout(TestDigests.of("x")))
                .isFalse();
    }

    /** The protocol's own example has the type in another spelling; lengths are in bytes. */
    @Test
    void statementsAreSignedWithTheirTypeAndLength() {
        assertThat(new Signable(Kind.STATEMENT, bytes("{\"é\"}")).message())
                .isEqualTo(bytes("DSSEv1 28 application/vnd.in-toto+json 6 {\"é\"}"));
    }

    @Test
    void anEnvelopeHasTheBytesThatCosignWrites() {
        byte[] envelope = Envelope.of(bytes("{}"), "c2ln");

        assertThat(envelope)
                .asString()
                .isEqualTo("{\"payloadType\":\"application/vnd.in-toto+json\",\"payload\":\""
                        + Base64.getEncoder().encodeToString(bytes("{}"))
                        + "\",\"signatures\":[{\"keyid\":\"\",\"sig\":\"c2ln\"}]}");
        assertThat(Envelope.read(envelope)).hasValueSatisfying(read -> {
            assertThat(read.statement()).isEqualTo(bytes("{}"));
            assertThat(read.signatures()).containsExactly("c2ln");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"payloadType\":\"text/plain\",\"payload\":\"e30=\",\"signatures\":[]}",
                "{\"payloadType\":\"application/vnd.in-toto+json\",\"payload\":\"?\",\"signatures\":[]}"
            })
    void somethingElseIsNone(String content) {
        assertThat(Envelope.read(bytes(content))).isEmpty();
    }

    @Test
    void aStatementIsAboutItsSubjectsOnly() {
        String about = "{\"subject\":[{\"digest\":{\"sha256\":\"00\"}},{\"digest\":{\"sha256\":\""
                + TestDigests.of("x").hex() + "\"}}],\"predicateType\":\"t\",\"predicate\":{}}";

        assertThat(Statement.read(bytes(about), TestDigests.of("x")))
                .hasValueSatisfying(
                        statement -> assertThat(statement.predicateType()).isEqualTo("t"));
        assertThat(Statement.read(bytes(about), TestDigests.of("y"))).isEmpty();
        assertThat(Statement.read(bytes("{"), TestDigests.of("x"))).isEmpty();
        assertThat(Statement.read(bytes("[]"), TestDigests.of("x"))).isEmpty();
    }
}
