package dev.imagemanager.cli.run;

import dev.imagemanager.cli.console.Counts;
import dev.imagemanager.cli.console.Seconds;
import dev.imagemanager.cli.console.TextTable;
import dev.imagemanager.pipeline.build.BuildRecord;
import dev.imagemanager.pipeline.run.RunReport;
import dev.imagemanager.pipeline.run.TargetResult;
import dev.imagemanager.pipeline.run.TargetResult.State;
import dev.imagemanager.reference.Digest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The result of a run for people: a row for each target, and a sentence. */
public final class ResultTable {

    private ResultTable() {}

    static List<String> lines(RunReport report) {
        TextTable table = new TextTable("TARGET", "ALIASES", "SIZE", "DIGEST", "BUILD", "TESTS", "STATE");
        for (TargetResult result : report.results()) {
            table.add(
                    result.target().toString(),
                    result.target().aliases().isEmpty()
                            ? "-"
                            : String.join(", ", result.target().aliases()),
                    result.build().map(build -> megabytes(build.size())).orElse("-"),
                    result.build()
                            .map(BuildRecord::digest)
                            .map(Digest::abbreviated)
                            .orElse("-"),
                    result.build()
                            .map(build -> result.state() == State.UP_TO_DATE ? "-" : Seconds.of(build.time()))
                            .orElse("-"),
                    result.test()
                            .map(test -> test.passed() + "/" + test.cases().size())
                            .orElse("-"),
                    result.state().toString());
        }
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("");
        lines.add(Counts.of(report.results().size(), "target") + " in " + Seconds.of(report.time()) + ": "
                + Arrays.stream(State.values())
                        .filter(state -> report.count(state) > 0)
                        .map(state -> report.count(state) + " " + state)
                        .collect(Collectors.joining(", ")));
        return lines;
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1_000_000.0);
    }
}
