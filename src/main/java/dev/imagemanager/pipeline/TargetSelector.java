package dev.imagemanager.pipeline;

import dev.imagemanager.graph.DependencyGraph;
import dev.imagemanager.model.Fleet;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.problem.Suggestion;
import dev.imagemanager.reference.ImageReference;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.PatternSyntaxException;

/**
 * Selects the targets of a command.
 *
 * @param patterns each a {@code name}, {@code name:tag}, {@code name:alias} or a glob for {@code name:tag}; empty for
 *     all targets
 * @param withParents whether to add the targets that they build on
 * @param withChildren whether to add the targets that build on them
 */
public record TargetSelector(List<String> patterns, boolean withParents, boolean withChildren) {

    public TargetSelector {
        patterns = List.copyOf(patterns);
    }

    /**
     * @return the selected targets in build order
     * @throws InputException with all patterns that do not match a target
     */
    public List<TargetName> select(Fleet fleet, DependencyGraph graph) {
        return select(fleet, graph, fleet.targets().keySet());
    }

    /**
     * @param kept the targets to choose from; parents and children are added from all targets
     * @return the selected targets in build order
     * @throws InputException with all patterns that do not match a target
     */
    public List<TargetName> select(Fleet fleet, DependencyGraph graph, Set<TargetName> kept) {
        SortedSet<TargetName> chosen = new TreeSet<>();
        if (patterns.isEmpty()) {
            chosen.addAll(fleet.targets().keySet());
        }
        Problems problems = new Problems();
        for (String pattern : patterns) {
            Optional<PathMatcher> glob = isGlob(pattern) ? matcher(pattern, problems) : Optional.empty();
            if (isGlob(pattern) && glob.isEmpty()) {
                continue;
            }
            List<TargetName> found =
                    glob.map(matcher -> fitting(matcher, fleet)).orElseGet(() -> called(pattern, fleet));
            if (found.isEmpty()) {
                problems.add(Problem.error(
                                (isGlob(pattern) ? "no target matches '" : "there is no target '") + pattern + "'")
                        .withHint(hint(pattern, fleet)));
            }
            chosen.addAll(found);
        }
        problems.throwIfAny();
        chosen.retainAll(kept);
        Set<TargetName> all = new TreeSet<>(chosen);
        if (withParents) {
            all.addAll(graph.withAncestors(chosen));
        }
        if (withChildren) {
            all.addAll(graph.withDescendants(chosen));
        }
        return graph.inBuildOrder(all);
    }

    private static boolean isGlob(String pattern) {
        return pattern.chars().anyMatch(c -> c == '*' || c == '?' || c == '[' || c == '{');
    }

    private static List<TargetName> fitting(PathMatcher glob, Fleet fleet) {
        return fleet.targets().keySet().stream()
                .filter(target -> glob.matches(Path.of(inOnePiece(target.toString()))))
                .toList();
    }

    private static List<TargetName> called(String pattern, Fleet fleet) {
        if (fleet.images().containsKey(pattern)) {
            return fleet.targets().keySet().stream()
                    .filter(target -> target.image().equals(pattern))
                    .toList();
        }
        return pattern.contains(":")
                ? ImageReference.find(pattern).flatMap(fleet::find).stream()
                        .map(target -> target.name())
                        .toList()
                : List.of();
    }

    private static Optional<PathMatcher> matcher(String pattern, Problems problems) {
        String glob = pattern.contains(":") ? pattern : pattern + ":*";
        try {
            return Optional.of(FileSystems.getDefault().getPathMatcher("glob:" + inOnePiece(glob)));
        } catch (PatternSyntaxException malformed) {
            problems.add(Problem.error("'" + pattern + "' is not a valid glob")
                    .withHint("close every '[' and '{', as in 'python:3.1[23].*'"));
            return Optional.empty();
        }
    }

    /** Replaces slashes, so that {@code *} matches them too. */
    private static String inOnePiece(String text) {
        return text.replace('/', '\u2215');
    }

    private static String hint(String pattern, Fleet fleet) {
        if (!pattern.contains(":")) {
            return Suggestion.hint(pattern, fleet.images().keySet(), "images");
        }
        String image = pattern.substring(0, pattern.indexOf(':'));
        if (!fleet.images().containsKey(image)) {
            return Suggestion.hint(image, fleet.images().keySet(), "images");
        }
        List<String> names = new ArrayList<>();
        fleet.images().get(image).allTags().forEach(tag -> names.add(image + ":" + tag.name()));
        return Suggestion.hint(pattern, names, "targets");
    }
}
