package dev.imagemanager.pipeline.packages;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.pipeline.JsonDocument;
import dev.imagemanager.pipeline.report.Markdown;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The differences between packages as JSON, and as Markdown for a comment on a pull request. */
public final class PackageDiffReport {

    private static final List<String> KINDS = List.of("added", "removed", "changed");

    private PackageDiffReport() {}

    /** Returns how many packages differ: {@code 1 added, 2 changed}; empty if none does. */
    public static String summary(PackageDiff diff) {
        Map<String, Long> counts =
                diff.changes().stream().collect(Collectors.groupingBy(PackageDiff.Change::kind, Collectors.counting()));
        return KINDS.stream()
                .filter(counts::containsKey)
                .map(kind -> counts.get(kind) + " " + kind)
                .collect(Collectors.joining(", "));
    }

    public static ObjectNode json(PackageComparison.Compared compared) {
        ObjectNode document = JsonDocument.create();
        ArrayNode list = document.putArray("images");
        for (PackageDiff diff : compared.diffs()) {
            ObjectNode node = list.addObject();
            diff.before().describe(node.putObject("from"));
            diff.after().describe(node.putObject("to"));
            for (String kind : KINDS) {
                ArrayNode changes = node.putArray(kind);
                diff.changes().stream()
                        .filter(change -> change.kind().equals(kind))
                        .forEach(change -> describe(change, changes.addObject()));
            }
        }
        return document;
    }

    private static void describe(PackageDiff.Change change, ObjectNode node) {
        node.put("package", change.name());
        node.put("type", change.type());
        change.from().ifPresent(version -> node.put("from", version));
        change.to().ifPresent(version -> node.put("to", version));
    }

    public static String markdown(PackageComparison.Compared compared) {
        Markdown text = new Markdown("\n**Not all differences are shown**, since a comment cannot be longer."
                + " `image-manager packages diff` shows all of them.\n");
        compared.diffs().forEach(diff -> add(diff, text));
        return text.toString();
    }

    private static void add(PackageDiff diff, Markdown text) {
        text.add("### Packages: " + name(diff.before()) + " → " + name(diff.after()) + "\n\n"
                + (diff.isEmpty() ? "The same packages." : summary(diff)) + "\n");
        if (diff.isEmpty()) {
            return;
        }
        text.add("\n").addRow("change", "package", "type", "from", "to").addRow("---", "---", "---", "---", "---");
        diff.changes()
                .forEach(change -> text.addRow(
                        change.kind(),
                        Markdown.code(change.name()),
                        Markdown.escaped(change.type()),
                        change.from().map(Markdown::code).orElse(""),
                        change.to().map(Markdown::code).orElse("")));
    }

    private static String name(ListedImage image) {
        return Markdown.code(image.target().toString()) + " for " + image.platform() + " ("
                + image.digest().abbreviated() + ")";
    }
}
