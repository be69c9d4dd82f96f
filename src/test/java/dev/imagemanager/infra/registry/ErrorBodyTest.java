package dev.imagemanager.infra.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorBodyTest {

    private static String text(String body) {
        return ErrorBody.text(body.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"errors\":[{\"code\":\"MANIFEST_INVALID\",\"message\":\"manifest invalid\",\"detail\":{}}]} | manifest invalid",
                "{\"errors\":[{\"code\":\"DENIED\"}]} | DENIED",
                "{\"errors\":[{\"code\":\"A\",\"message\":\"\"},{\"message\":\"b\"}]} | A; b",
                "{\"details\":\"incorrect username or password\"} | incorrect username or password",
                "{\"error\":\"invalid_grant\",\"error_description\":\"expired\"} | expired",
                "{\"error\":\"invalid_grant\"} | invalid_grant",
                "{\"message\":\"no\"} | no",
            })
    void whatServersSayIsFound(String body, String text) {
        assertThat(text(body)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "<html>404</html>",
                "404 page not found",
                "null",
                "[]",
                "\"text\"",
                "{}",
                "{\"errors\":7}",
                "{\"errors\":[]}",
                "{\"errors\":[7,{\"message\":{}}]}",
                "{\"message\":["
            })
    void whatIsNotUnderstoodSaysNothing(String body) {
        assertThat(text(body)).isEmpty();
    }

    @Test
    void itIsSafeToPrintAndNotEndless() {
        assertThat(text("{\"message\":\"a\\u001b[31m\\nb\"}")).isEqualTo("a [31m b");
        assertThat(text("{\"message\":\"" + "x".repeat(1000) + "\"}")).hasSize(300);
        assertThat(text("{\"errors\":[" + "{\"code\":\"A\"},".repeat(9) + "{\"code\":\"A\"}]}"))
                .isEqualTo("A; A; A");
    }
}
