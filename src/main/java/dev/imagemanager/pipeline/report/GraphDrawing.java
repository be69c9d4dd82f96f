package dev.imagemanager.pipeline.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.graph.DependencyGraph;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.JsonDocument;
import dev.imagemanager.reference.ImageReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** Draws a dependency graph or a part of it, in several formats. Edges go from parent to child. */
public final class GraphDrawing {

    private final DependencyGraph graph;
    private final List<TargetName> targets;
    private final Set<TargetName> chosen;

    /** @param targets in build order */
    public GraphDrawing(DependencyGraph graph, List<TargetName> targets) {
        this.graph = graph;
        this.targets = List.copyOf(targets);
        this.chosen = new HashSet<>(targets);
    }

    /**
     * Returns a text tree. A target with several parents is below each of them, with its children only the first time.
     */
    public String text() {
        StringBuilder text = new StringBuilder();
        Set<TargetName> drawn = new HashSet<>();
        for (ImageReference base : externalBases()) {
            text.append(base).append('\n');
            List<TargetName> onBase = targets.stream()
                    .filter(target ->
                            graph.dependenciesOf(target).externalBases().contains(base))
                    .toList();
            drawChildren(onBase, "", text, drawn);
        }
        for (TargetName target : targets) {
            if (chosenParents(target).isEmpty()
                    && graph.dependenciesOf(target).externalBases().isEmpty()) {
                text.append(target).append('\n');
                drawn.add(target);
                drawChildren(chosenChildren(target), "", text, drawn);
            }
        }
        return text.toString();
    }

    private void drawChildren(List<TargetName> children, String indent, StringBuilder text, Set<TargetName> drawn) {
        for (int i = 0; i < children.size(); i++) {
            boolean last = i == children.size() - 1;
            TargetName child = children.get(i);
            List<TargetName> grandchildren = chosenChildren(child);
            boolean again = !drawn.add(child) && !grandchildren.isEmpty();
            text.append(indent)
                    .append(last ? "└── " : "├── ")
                    .append(child)
                    .append(again ? " …" : "")
                    .append('\n');
            if (!again) {
                drawChildren(grandchildren, indent + (last ? "    " : "│   "), text, drawn);
            }
        }
    }

    /** Returns the graph in the Graphviz language. */
    public String dot() {
        StringBuilder dot = new StringBuilder("digraph fleet {\n  rankdir=LR;\n  node [shape=box];\n");
        externalBases().forEach(base -> dot.append("  \"").append(base).append("\" [style=dashed];\n"));
        targets.forEach(target -> dot.append("  \"").append(target).append("\";\n"));
        edges((parent, child) -> dot.append("  \"")
                .append(parent)
                .append("\" -> \"")
                .append(child)
                .append("\";\n"));
        return dot.append("}\n").toString();
    }

    /** Returns a Mermaid flowchart for Markdown on GitHub and GitLab. */
    public String mermaid() {
        StringBuilder mermaid = new StringBuilder("flowchart LR\n");
        Map<String, String> ids = new HashMap<>();
        List<String> names = new ArrayList<>();
        externalBases().forEach(base -> names.add(base.toString()));
        int bases = names.size();
        targets.forEach(target -> names.add(target.toString()));
        for (int i = 0; i < names.size(); i++) {
            ids.put(names.get(i), "n" + i);
            String shape = i < bases ? "([\"" + names.get(i) + "\"])" : "[\"" + names.get(i) + "\"]";
            mermaid.append("  n").append(i).append(shape).append('\n');
        }
        edges((parent, child) -> mermaid.append("  ")
                .append(ids.get(parent))
                .append(" --> ")
                .append(ids.get(child.toString()))
                .append('\n'));
        return mermaid.toString();
    }

    public String json() {
        ObjectNode document = JsonDocument.create();
        ArrayNode nodes = document.putArray("nodes");
        externalBases()
                .forEach(base -> nodes.addObject().put("name", base.toString()).put("kind", "external"));
        targets.forEach(
                target -> nodes.addObject().put("name", target.toString()).put("kind", "target"));
        ArrayNode list = document.putArray("edges");
        edges((parent, child) -> list.addObject().put("from", parent).put("to", child.toString()));
        return JsonDocument.print(document);
    }

    private void edges(BiConsumer<String, TargetName> edge) {
        for (TargetName target : targets) {
            graph.dependenciesOf(target).externalBases().forEach(base -> edge.accept(base.toString(), target));
            chosenParents(target).forEach(parent -> edge.accept(parent.toString(), target));
        }
    }

    private SortedSet<ImageReference> externalBases() {
        SortedSet<ImageReference> bases = new TreeSet<>();
        targets.forEach(target -> bases.addAll(graph.dependenciesOf(target).externalBases()));
        return bases;
    }

    private List<TargetName> chosenParents(TargetName target) {
        return graph.parentsOf(target).stream().filter(chosen::contains).toList();
    }

    private List<TargetName> chosenChildren(TargetName target) {
        return graph.childrenOf(target).stream().filter(chosen::contains).toList();
    }
}
