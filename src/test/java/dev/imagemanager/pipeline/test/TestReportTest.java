package dev.imagemanager.pipeline.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemanager.TestDigests;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class TestReportTest {

    private static final Digest DIGEST = TestDigests.of("app");

    private static final TestReport REPORT = new TestReport(
            new TargetName("team/app", "1"),
            Platform.LINUX_AMD64,
            DIGEST,
            List.of(
                    FakeImageTester.passing("first"),
                    FakeImageTester.failing("second", "expected 'a'", "got 'b'"),
                    FakeImageTester.passing("third")));

    private static Element xml(TestReport report) throws Exception {
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(report.toJunitXml()));
        return document.getDocumentElement();
    }

    private static Element testCase(Element suite, int number) {
        return (Element) suite.getElementsByTagName("testcase").item(number);
    }

    private static TestReport withCase(TestReport.Case testCase) {
        return new TestReport(new TargetName("app", "1"), Platform.LINUX_AMD64, DIGEST, List.of(testCase));
    }

    @Test
    void countsAndTimesAddUp() {
        assertThat(REPORT.passed()).isEqualTo(2);
        assertThat(REPORT.failed()).isEqualTo(1);
        assertThat(REPORT.time()).isEqualTo(Duration.ofMillis(3020));
    }

    @Test
    void theJsonHasEveryCase() throws Exception {
        JsonNode json = REPORT.toJson();

        assertThat(json.path("apiVersion").asText()).isEqualTo("image-manager/v1");
        assertThat(json.path("target").asText()).isEqualTo("team/app:1");
        assertThat(json.path("platform").asText()).isEqualTo("linux/amd64");
        assertThat(json.path("passed").asInt()).isEqualTo(2);
        assertThat(json.path("failed").asInt()).isEqualTo(1);
        assertThat(json.at("/cases/1/errors/1").asText()).isEqualTo("got 'b'");
        assertThat(json.at("/cases/2/milliseconds").asInt()).isEqualTo(1500);
    }

    @Test
    void theXmlIsWhatContinuousIntegrationReads() throws Exception {
        Element suite = xml(REPORT);

        assertThat(suite.getTagName()).isEqualTo("testsuite");
        assertThat(suite.getAttribute("name")).isEqualTo("team/app:1 linux/amd64");
        assertThat(suite.getAttribute("tests")).isEqualTo("3");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        assertThat(suite.getAttribute("time")).isEqualTo("3.020");
        assertThat(testCase(suite, 0).getElementsByTagName("failure").getLength())
                .isZero();
        assertThat(testCase(suite, 0).getTextContent()).isEqualTo("output");
        Element failed = testCase(suite, 1);
        assertThat(failed.getAttribute("classname")).isEqualTo("team/app:1");
        assertThat(failed.getAttribute("name")).isEqualTo("second");
        Element failure = (Element) failed.getElementsByTagName("failure").item(0);
        assertThat(failure.getAttribute("message")).isEqualTo("expected 'a'; got 'b'");
        assertThat(failure.getTextContent()).isEqualTo("expected 'a'\ngot 'b'");
    }

    @Test
    void whateverATestPrintsTheXmlIsValid() throws Exception {
        StringBuilder everything = new StringBuilder("<a> & \"b\" 'c' ]]> <![CDATA[ \uD800 \uDC00 \uFFFE \uFFFF 😀 ");
        for (char c = 0; c < 0x100; c++) {
            everything.append(c);
        }
        String text = everything.toString();

        Element suite = xml(withCase(new TestReport.Case(text, false, Duration.ZERO, text, List.of(text))));

        assertThat(testCase(suite, 0).getElementsByTagName("system-out").item(0).getTextContent())
                .startsWith("<a> & \"b\" 'c' ]]> <![CDATA[ ")
                .contains("😀")
                .doesNotContain("\u0001", "\u001B");
    }

    @Test
    void theSameResultHasTheSameBytes() {
        assertThat(REPORT.toJunitXml()).isEqualTo(REPORT.toJunitXml());
        assertThat(new String(REPORT.toJunitXml(), StandardCharsets.UTF_8))
                .startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite ")
                .endsWith("</testsuite>\n");
    }
}
