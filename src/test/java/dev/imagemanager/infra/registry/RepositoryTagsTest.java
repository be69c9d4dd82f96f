package dev.imagemanager.infra.registry;

import static dev.imagemanager.infra.http.ScriptedServer.bytes;
import static dev.imagemanager.infra.http.ScriptedServer.status;
import static dev.imagemanager.infra.http.ScriptedServer.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RepositoryTagsTest {

    private static final String LIST = "/v2/team/app/tags/list";

    @TempDir
    Path root;

    private TestRegistry test;

    @BeforeEach
    void start() {
        test = new TestRegistry(root);
    }

    @AfterEach
    void stop() {
        test.close();
    }

    private List<String> tags() throws IOException, InterruptedException {
        return test.repository().tags().list();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "</v2/team/app/tags/list?last=b>; rel=\"next\"",
                "<list?last=b>;rel=next",
                "<x>; rel=\"prev\", </v2/team/app/tags/list?last=b>; title=x; rel=\"next\"; y",
            })
    void aLongListComesInParts(String link) throws IOException, InterruptedException {
        test.server
                .on("GET " + LIST + "?n=1000", text(200, "{\"tags\":[\"a\",\"b\"]}", "Link", link))
                .on("GET " + LIST + "?last=b", text(200, "{\"tags\":[\"c\"]}"));

        assertThat(tags()).containsExactly("a", "b", "c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"tags\":null}", "{\"tags\":[]}", "{\"name\":\"team/app\"}"})
    void thereMayBeNone(String body) throws IOException, InterruptedException {
        test.server.on("GET " + LIST, text(200, body));

        assertThat(tags()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "\"tags\"", ""})
    void somethingElseIsNoList(String body) {
        test.server.on("GET " + LIST, text(200, body));

        assertThatExceptionOfType(InvalidResponseException.class)
                .isThrownBy(this::tags)
                .withMessageContaining("sent no list of tags for team/app");
    }

    @Test
    void aRepositoryThatIsNotThereHasNone() throws IOException, InterruptedException {
        assertThat(tags()).isEmpty();
    }

    @Test
    void aListIsReadUpToALimit() {
        byte[] page = new byte[4 << 20];
        Arrays.fill(page, (byte) ' ');
        byte[] start = "{\"tags\":[".getBytes(StandardCharsets.UTF_8);
        System.arraycopy(start, 0, page, 0, start.length);
        page[page.length - 2] = ']';
        page[page.length - 1] = '}';
        for (int i = 0; i < 20; i++) {
            test.server.on(
                    "GET " + LIST + "?" + (i == 0 ? "n=1000" : "page=" + i),
                    bytes(200, page, "Link", "<list?page=" + (i + 1) + ">; rel=\"next\""));
        }

        assertThatExceptionOfType(InvalidResponseException.class)
                .isThrownBy(this::tags)
                .withMessage(test.server.host() + " sent a list of more than 64 MiB, the limit of image-manager");
        assertThat(test.server.calls()).hasSize(17);
    }

    @Test
    void aListThatDoesNotEndIsLeft() {
        test.server.on(
                "GET " + LIST,
                text(200, "{\"tags\":[\"a\"]}", "Link", "</v2/team/app/tags/list?last=a>; rel=\"next\""));

        assertThatExceptionOfType(InvalidResponseException.class)
                .isThrownBy(this::tags)
                .withMessage(test.server.host() + " sent a list that does not end");
        assertThat(test.server.calls()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://elsewhere.example/", "//elsewhere.example/", "mailto:x"})
    void aListIsNotContinuedElsewhere(String link) {
        test.server.on("GET " + LIST, text(200, "{\"tags\":[]}", "Link", "<" + link + ">; rel=\"next\""));

        assertThatExceptionOfType(InvalidResponseException.class)
                .isThrownBy(this::tags)
                .withMessage(test.server.host() + " sent a Link header to another server");
    }

    @Test
    void whatIsNotALinkIsSaid() {
        test.server.on("GET " + LIST, text(200, "{\"tags\":[]}", "Link", "<http://[>; rel=\"next\""));

        assertThatExceptionOfType(InvalidResponseException.class)
                .isThrownBy(this::tags)
                .withMessage(test.server.host() + " sent a Link header that is not a valid address");
    }

    @Test
    void whatIsNotJsonIsSaid() {
        test.server.on("GET " + LIST, text(200, "<html>"));

        assertThatExceptionOfType(InvalidResponseException.class)
                .isThrownBy(this::tags)
                .withMessage(test.server.host() + " sent a list of tags that is not valid JSON");
    }

    @Test
    void aRefusalIsSaid() {
        test.server.on("GET " + LIST, status(403));

        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(this::tags)
                .withMessage(
                        test.server.host()
                                + " responded with HTTP status 403 for team/app: the credentials, or their absence, do not allow that")
                .satisfies(refusal -> assertThat(refusal.isRefusal()).isTrue());
    }
}
