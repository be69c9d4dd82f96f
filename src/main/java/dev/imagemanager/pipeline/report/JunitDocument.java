package dev.imagemanager.pipeline.report;

import dev.imagemanager.pipeline.step.StepReport;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes documents in the JUnit XML format of Ant, which CI systems read. */
public final class JunitDocument {

    private static final String INDENTATION = "  ";

    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter xml;

    private JunitDocument() throws XMLStreamException {
        xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
    }

    /** @param className what CI systems group cases by */
    public record Suite(String name, String className, List<Case> cases) {
        public Suite {
            cases = List.copyOf(cases);
        }

        private Duration time() {
            return cases.stream().map(Case::time).reduce(Duration.ZERO, Duration::plus);
        }

        private long count(Result result) {
            return cases.stream()
                    .filter(testCase -> testCase.result() == result)
                    .count();
        }
    }

    /**
     * @param message why it did not pass, in one line
     * @param details why it did not pass
     * @param output what was printed; empty for nothing
     */
    public record Case(String name, Duration time, Result result, String message, String details, String output) {

        public static Case of(StepReport.Check check) {
            return new Case(
                    check.name(),
                    check.time(),
                    check.errors().isEmpty() ? Result.PASSED : Result.FAILURE,
                    String.join("; ", check.errors()),
                    String.join("\n", check.errors()),
                    check.output());
        }
    }

    /** How a case ended. */
    public enum Result {
        PASSED,
        FAILURE,
        ERROR,
        SKIPPED;

        private String element() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Returns a document of one suite. */
    public static byte[] of(Suite suite) {
        try {
            JunitDocument document = new JunitDocument();
            document.begin();
            document.write(suite, "\n");
            return document.end();
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** @param time from the first to the last suite, some of which may run at once */
    public static byte[] of(List<Suite> suites, Duration time) {
        try {
            JunitDocument document = new JunitDocument();
            document.begin();
            document.xml.writeStartElement("testsuites");
            document.xml.writeAttribute("name", "image-manager");
            document.xml.writeAttribute("time", seconds(time));
            for (Suite suite : suites) {
                document.xml.writeCharacters("\n" + INDENTATION);
                document.write(suite, "\n" + INDENTATION);
            }
            document.xml.writeCharacters("\n");
            document.xml.writeEndElement();
            return document.end();
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void begin() throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeCharacters("\n");
    }

    private byte[] end() throws XMLStreamException {
        xml.writeCharacters("\n");
        xml.writeEndDocument();
        xml.flush();
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** @param line the beginning of a line */
    private void write(Suite suite, String line) throws XMLStreamException {
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", suite.name());
        xml.writeAttribute("tests", Integer.toString(suite.cases().size()));
        xml.writeAttribute("failures", Long.toString(suite.count(Result.FAILURE)));
        xml.writeAttribute("errors", Long.toString(suite.count(Result.ERROR)));
        xml.writeAttribute("skipped", Long.toString(suite.count(Result.SKIPPED)));
        xml.writeAttribute("time", seconds(suite.time()));
        for (Case testCase : suite.cases()) {
            xml.writeCharacters(line + INDENTATION);
            write(suite, testCase);
        }
        xml.writeCharacters(line);
        xml.writeEndElement();
    }

    private void write(Suite suite, Case testCase) throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", suite.className());
        xml.writeAttribute("name", XmlText.printable(testCase.name()));
        xml.writeAttribute("time", seconds(testCase.time()));
        if (testCase.result() != Result.PASSED) {
            xml.writeStartElement(testCase.result().element());
            xml.writeAttribute("message", XmlText.printable(testCase.message()));
            xml.writeCharacters(XmlText.printable(testCase.details()));
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
