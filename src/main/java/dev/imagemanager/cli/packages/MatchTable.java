package dev.imagemanager.cli.packages;

import dev.imagemanager.cli.console.Counts;
import dev.imagemanager.cli.console.TextTable;
import dev.imagemanager.pipeline.packages.ListedPackage;
import dev.imagemanager.pipeline.packages.PackageMatches;
import java.util.ArrayList;
import java.util.List;

/** The packages that a query found as a table, and a summary. */
final class MatchTable {

    private MatchTable() {}

    static List<String> lines(PackageMatches found) {
        List<String> lines = new ArrayList<>();
        if (!found.matches().isEmpty()) {
            TextTable table = new TextTable("TARGET", "PLATFORM", "PACKAGE", "VERSION", "TYPE", "LICENSE");
            for (PackageMatches.Match match : found.matches()) {
                ListedPackage listed = match.listed();
                table.add(
                        match.image().target().toString(),
                        match.image().platform().toString(),
                        Cell.of(listed.name()),
                        Cell.of(listed.version()),
                        Cell.of(listed.type()),
                        Cell.of(listed.license()));
            }
            lines.addAll(table.lines());
            lines.add("");
        }
        long images = found.matches().stream()
                .map(PackageMatches.Match::image)
                .distinct()
                .count();
        lines.add(Counts.of(found.matches().size(), "package") + " in " + images + " of "
                + Counts.of(found.images(), "image"));
        return lines;
    }
}
