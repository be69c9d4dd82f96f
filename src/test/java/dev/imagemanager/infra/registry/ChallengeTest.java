package dev.imagemanager.infra.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChallengeTest {

    private static List<Challenge> parse(String... headers) {
        return Challenge.parse(List.of(headers));
    }

    @Test
    void parametersAreQuotedOrNot() {
        assertThat(parse(
                        "Bearer realm=\"https://auth.example/token\",service=registry , Scope=\"a:b:pull,push c:d:*\""))
                .containsExactly(new Challenge(
                        "bearer",
                        Map.of(
                                "realm", "https://auth.example/token",
                                "service", "registry",
                                "scope", "a:b:pull,push c:d:*")));
    }

    @Test
    void oneHeaderMayHoldSeveral() {
        assertThat(parse("Negotiate, Basic realm=\"a \\\"b\\\\\", BEARER realm=x", "Digest"))
                .containsExactly(
                        new Challenge("negotiate", Map.of()),
                        new Challenge("basic", Map.of("realm", "a \"b\\")),
                        new Challenge("bearer", Map.of("realm", "x")),
                        new Challenge("digest", Map.of()));
    }

    @Test
    void theFirstOfTwoCounts() {
        assertThat(parse("Bearer realm=a, realm=b")).containsExactly(new Challenge("bearer", Map.of("realm", "a")));
    }

    @Test
    void anEmptyValueIsOne() {
        assertThat(parse("Bearer realm=\"\"")).containsExactly(new Challenge("bearer", Map.of("realm", "")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ",,", "=", "\"", "=\"x\"", "\"x\"=y"})
    void nonsenseIsNone(String header) {
        assertThat(parse(header)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Bearer realm=\"open", "Bearer realm=\"open\\", "Bearer realm=", "Bearer =x", "Bearer \"x\""})
    void whatIsCutOffIsReadAsFarAsItGoes(String header) {
        assertThat(parse(header))
                .hasSize(1)
                .allMatch(challenge -> challenge.scheme().equals("bearer"));
    }

    @Test
    void aLongOneIsRead() {
        String realm = "\\a".repeat(50_000);

        assertThat(parse("Bearer realm=\"" + realm + "\"").get(0).parameter("realm"))
                .hasValue("a".repeat(50_000));
    }
}
