package dev.imagemanager.cli.machine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.cli.console.Console;
import dev.imagemanager.cli.console.Counts;
import dev.imagemanager.cli.option.HelpOption;
import dev.imagemanager.cli.option.OutputOption;
import dev.imagemanager.cli.option.Program;
import dev.imagemanager.pipeline.JsonDocument;
import dev.imagemanager.pipeline.doctor.Doctor;
import dev.imagemanager.pipeline.doctor.Finding;
import dev.imagemanager.pipeline.doctor.Finding.Verdict;
import dev.imagemanager.problem.ExitCode;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "doctor",
        description = "Check this machine for everything that builds and tests need, and show how to solve problems."
                + " Nothing is changed.")
public final class DoctorCommand implements Callable<Integer> {

    @ParentCommand
    Program program;

    @Mixin
    HelpOption help;

    @Mixin
    OutputOption output;

    private final Doctor doctor;
    private final Console console;

    @Inject
    DoctorCommand(Doctor doctor, Console console) {
        this.doctor = doctor;
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<Finding> findings = doctor.examine(program.directory());
        if (output.isJson()) {
            ObjectNode document = JsonDocument.create();
            document.put("healthy", count(findings, Verdict.FAILED) == 0);
            ArrayNode list = document.putArray("findings");
            findings.forEach(finding -> describe(finding, list.addObject()));
            console.result(document);
        } else {
            findings.forEach(this::print);
            console.result("");
            console.result(count(findings, Verdict.OK) + " ok, "
                    + Counts.of(count(findings, Verdict.WARNING), "warning") + ", "
                    + count(findings, Verdict.FAILED) + " failed");
        }
        return (count(findings, Verdict.FAILED) == 0 ? ExitCode.OK : ExitCode.ENVIRONMENT).number();
    }

    private void print(Finding finding) {
        console.result(String.format(
                Locale.ROOT, "%-7s  %s: %s", words(finding.verdict()), finding.subject(), finding.message()));
        finding.remedy().ifPresent(remedy -> console.result(" ".repeat(9) + remedy));
    }

    private static void describe(Finding finding, ObjectNode node) {
        node.put("subject", finding.subject());
        node.put("verdict", words(finding.verdict()));
        node.put("message", finding.message());
        node.put("remedy", finding.remedy().orElse(null));
    }

    private static String words(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }

    private static int count(List<Finding> findings, Verdict verdict) {
        return (int) findings.stream()
                .filter(finding -> finding.verdict() == verdict)
                .count();
    }
}
