package dev.imagemanager.cli.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.pipeline.JsonDocument;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.SourceLocation;
import java.util.List;
import java.util.Locale;

/** Problems as JSON. */
public final class ProblemsDocument {

    private ProblemsDocument() {}

    /** Returns the document of a command that has no other result. */
    public static ObjectNode of(List<Problem> problems) {
        ObjectNode document = JsonDocument.create();
        add(document, problems);
        return document;
    }

    public static void add(ObjectNode document, List<Problem> problems) {
        ArrayNode list = document.putArray("problems");
        problems.forEach(problem -> list.add(describe(problem)));
    }

    /** Adds the file, and the line and the column if they are known. */
    public static void add(ObjectNode node, SourceLocation location) {
        node.put("file", location.file().toString());
        if (location.line() > 0) {
            node.put("line", location.line());
        }
        if (location.column() > 0) {
            node.put("column", location.column());
        }
    }

    private static ObjectNode describe(Problem problem) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        add(node, problem);
        return node;
    }

    /** Adds everything that is known of a problem. */
    public static void add(ObjectNode node, Problem problem) {
        node.put("severity", problem.severity().name().toLowerCase(Locale.ROOT));
        node.put("message", problem.message());
        problem.location().ifPresent(location -> add(node, location));
        problem.hint().ifPresent(hint -> node.put("hint", hint));
    }
}
