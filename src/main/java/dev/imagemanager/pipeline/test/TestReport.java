package dev.imagemanager.pipeline.test;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.JsonDocument;
import dev.imagemanager.pipeline.report.XmlText;
import dev.imagemanager.pipeline.step.Fact;
import dev.imagemanager.pipeline.step.StepReport;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * The test results of one image on one platform.
 *
 * @param digest of the manifest of the image that was tested
 */
public record TestReport(TargetName target, Platform platform, Digest digest, List<Case> cases) implements StepReport {

    static final String COLUMN = "TESTS";

    public TestReport {
        cases = List.copyOf(cases);
    }

    /** @param errors why it failed; empty if it passed */
    public record Case(String name, boolean passed, Duration time, String output, List<String> errors) {
        public Case {
            errors = List.copyOf(errors);
        }
    }

    /** Returns a copy with the output of the tests changed, for what must not be shown. */
    TestReport masked(UnaryOperator<String> mask) {
        return new TestReport(
                target,
                platform,
                digest,
                cases.stream()
                        .map(testCase -> new Case(
                                mask.apply(testCase.name()),
                                testCase.passed(),
                                testCase.time(),
                                mask.apply(testCase.output()),
                                testCase.errors().stream().map(mask).toList()))
                        .toList());
    }

    public int passed() {
        return (int) cases.stream().filter(Case::passed).count();
    }

    public int failed() {
        return cases.size() - passed();
    }

    public Duration time() {
        return cases.stream().map(Case::time).reduce(Duration.ZERO, Duration::plus);
    }

    @Override
    public List<Fact> facts() {
        return List.of(Fact.text(COLUMN, passed() + "/" + cases.size()));
    }

    @Override
    public List<Check> checks() {
        return cases.stream()
                .map(testCase -> new Check(testCase.name(), testCase.time(), testCase.errors(), testCase.output()))
                .toList();
    }

    @Override
    public void describe(ObjectNode node) {
        node.put("testsPassed", passed());
        node.put("testsFailed", failed());
    }

    ObjectNode toJson() {
        ObjectNode document = JsonDocument.create();
        document.put("target", target.toString());
        document.put("platform", platform.toString());
        document.put("digest", digest.toString());
        document.put("passed", passed());
        document.put("failed", failed());
        ArrayNode list = document.putArray("cases");
        for (Case testCase : cases) {
            ObjectNode node = list.addObject();
            node.put("name", testCase.name());
            node.put("passed", testCase.passed());
            node.put("milliseconds", testCase.time().toMillis());
            ArrayNode errors = node.putArray("errors");
            testCase.errors().forEach(errors::add);
        }
        return document;
    }

    /** Returns the report in the JUnit XML format of Ant, which CI systems read. */
    byte[] toJunitXml() {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeCharacters("\n");
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", target + " " + platform);
            xml.writeAttribute("tests", Integer.toString(cases.size()));
            xml.writeAttribute("failures", Integer.toString(failed()));
            xml.writeAttribute("errors", "0");
            xml.writeAttribute("skipped", "0");
            xml.writeAttribute("time", seconds(time()));
            for (Case testCase : cases) {
                xml.writeCharacters("\n  ");
                write(xml, testCase);
            }
            xml.writeCharacters("\n");
            xml.writeEndElement();
            xml.writeCharacters("\n");
            xml.writeEndDocument();
            xml.flush();
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException(impossible);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void write(XMLStreamWriter xml, Case testCase) throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", target.toString());
        xml.writeAttribute("name", XmlText.printable(testCase.name()));
        xml.writeAttribute("time", seconds(testCase.time()));
        if (!testCase.passed()) {
            xml.writeStartElement("failure");
            xml.writeAttribute("message", XmlText.printable(String.join("; ", testCase.errors())));
            xml.writeCharacters(XmlText.printable(String.join("\n", testCase.errors())));
            xml.writeEndElement();
        }
        if (!testCase.output().isEmpty()) {
            xml.writeStartElement("system-out");
            xml.writeCharacters(XmlText.printable(testCase.output()));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.3f", time.toMillis() / 1000.0);
    }
}
