package dev.imagemanager.cli.progress;

import dev.imagemanager.pipeline.report.XmlText;
import dev.imagemanager.pipeline.run.RunReport;
import dev.imagemanager.pipeline.run.TargetResult;
import dev.imagemanager.pipeline.step.Activity;
import dev.imagemanager.pipeline.step.Outcome;
import dev.imagemanager.pipeline.step.StepReport;
import dev.imagemanager.problem.ExitCode;
import dev.imagemanager.problem.Problem;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * All builds and tests of a run in one document in the JUnit XML format of Ant, which CI systems read: a suite for each
 * target, a case for its build and for each of its tests.
 */
public final class JunitReport {

    private JunitReport() {}

    /** @param result an element of a case, or empty for success */
    private record Case(String name, Duration time, String result, String message, String details, String output) {}

    /** Returns the document. */
    public static byte[] document(RunReport report, RunEvents events) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeCharacters("\n");
            xml.writeStartElement("testsuites");
            xml.writeAttribute("name", "image-manager");
            xml.writeAttribute("time", seconds(report.time()));
            for (TargetResult result : report.results()) {
                List<Case> cases = cases(result, events);
                if (!cases.isEmpty()) {
                    write(xml, result, cases);
                }
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

    private static List<Case> cases(TargetResult result, RunEvents events) {
        List<Case> cases = new ArrayList<>();
        result.outcomes().forEach((activity, outcome) -> {
            List<StepReport.Check> checks =
                    outcome.found().map(StepReport::checks).orElse(List.of());
            checks.forEach(check -> cases.add(new Case(
                    check.name(),
                    check.time(),
                    check.errors().isEmpty() ? "" : "failure",
                    String.join("; ", check.errors()),
                    String.join("\n", check.errors()),
                    check.output())));
            if (checks.isEmpty() && (activity.isAnnounced() || outcome instanceof Outcome.Failed)) {
                cases.add(of(activity, outcome, events.time(result.target().name(), activity.name())));
            }
        });
        return cases;
    }

    private static Case of(Activity activity, Outcome outcome, Duration time) {
        if (outcome instanceof Outcome.Failed failed) {
            String details = failed.problems().stream().map(Problem::toString).collect(Collectors.joining("\n")) + "\n"
                    + String.join("\n", failed.details());
            return new Case(
                    activity.name(),
                    time,
                    failed.exitCode() == ExitCode.FAILED ? "failure" : "error",
                    failed.problems().get(0).message(),
                    details,
                    "");
        }
        if (outcome instanceof Outcome.Blocked blocked) {
            return skipped(activity, "the " + blocked.activity() + " of " + blocked.target() + " failed");
        }
        if (outcome instanceof Outcome.Omitted omitted) {
            return skipped(activity, omitted.note().message());
        }
        return outcome instanceof Outcome.Cancelled
                ? skipped(activity, "cancelled")
                : new Case(activity.name(), time, "", "", "", "");
    }

    private static Case skipped(Activity activity, String reason) {
        return new Case(activity.name(), Duration.ZERO, "skipped", reason, "", "");
    }

    private static void write(XMLStreamWriter xml, TargetResult result, List<Case> cases) throws XMLStreamException {
        xml.writeCharacters("\n  ");
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", result.target().toString());
        xml.writeAttribute("tests", Integer.toString(cases.size()));
        for (String kind : List.of("failure", "error", "skipped")) {
            xml.writeAttribute(
                    kind.equals("skipped") ? kind : kind + "s",
                    Long.toString(cases.stream()
                            .filter(testCase -> testCase.result().equals(kind))
                            .count()));
        }
        xml.writeAttribute("time", seconds(cases.stream().map(Case::time).reduce(Duration.ZERO, Duration::plus)));
        for (Case testCase : cases) {
            write(xml, result, testCase);
        }
        xml.writeCharacters("\n  ");
        xml.writeEndElement();
    }

    private static void write(XMLStreamWriter xml, TargetResult result, Case testCase) throws XMLStreamException {
        xml.writeCharacters("\n    ");
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", result.target().toString());
        xml.writeAttribute("name", XmlText.printable(testCase.name()));
        xml.writeAttribute("time", seconds(testCase.time()));
        if (!testCase.result().isEmpty()) {
            xml.writeStartElement(testCase.result());
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
