package dev.imagemanager.pipeline.diff;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.report.Markdown;
import dev.imagemanager.pipeline.revision.Revision;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The differences between two states of a fleet as Markdown for a comment on a pull request (GitHub Flavored Markdown
 * Spec). It is no longer than such a comment may be.
 */
public final class DiffMarkdown {

    private DiffMarkdown() {}

    /** @param withFiles whether to add the differences of generated files */
    public static String of(ComparedFleets compared, boolean withFiles) {
        FleetDiff diff = compared.diff();
        String before = name(compared.before());
        String after = name(compared.after());
        if (diff.isEmpty()) {
            return before + " and " + after + " describe the same fleet.\n";
        }
        Markdown text = new Markdown("\n**Not all differences are shown**, since a comment cannot be longer. "
                + Markdown.code(command(compared)) + " shows all of them.\n");
        text.add("### Fleet: " + before + " → " + after + "\n\n" + DiffSummary.of(diff) + "\n");
        diff.images().forEach(image -> add(text, image));
        if (withFiles) {
            text.add("\n#### Generated files\n");
            diff.files().keySet().forEach(file -> text.add(details(file, diff.unified(file))));
        }
        return text.toString();
    }

    /** Returns the command that compares the same states. */
    private static String command(ComparedFleets compared) {
        return Stream.of(compared.before(), compared.after())
                .flatMap(state -> state.revision().stream())
                .map(Revision::name)
                .collect(Collectors.joining(" ", "image-manager diff ", ""));
    }

    private static String name(FleetState state) {
        return state.revision()
                .map(Revision::name)
                .map(revision ->
                        Markdown.code(revision) + " (" + state.shortCommit().orElseThrow() + ")")
                .orElse("the working tree");
    }

    private static void add(Markdown text, ImageDiff image) {
        text.add("\n#### " + image.name() + "\n\n| change | name | from | to | targets |\n|---|---|---|---|---|\n");
        addTargets(text, "added", image.added());
        addTargets(text, "removed", image.removed());
        DiffRow.of(image)
                .forEach(row -> text.addRow(
                        row.isBackwards()
                                ? row.kind() + ", **backwards**"
                                : row.kind().toString(),
                        row.subject().isEmpty() ? "" : Markdown.code(row.subject()),
                        row.values().flatMap(Change::before).map(Markdown::code).orElse(""),
                        row.values().flatMap(Change::after).map(Markdown::code).orElse(""),
                        row.tags().isEmpty() ? "" : DiffText.scope(row, Markdown::code)));
    }

    private static void addTargets(Markdown text, String kind, List<TargetName> targets) {
        targets.forEach(target -> text.addRow(kind, Markdown.code(target.tag()), "", "", ""));
    }

    private static String details(Path file, String diff) {
        return "\n<details><summary>" + file + "</summary>\n\n" + Markdown.fenced("diff", diff) + "\n</details>\n";
    }
}
