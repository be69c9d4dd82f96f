package dev.imagemanager.cli.progress;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.cli.console.Repository;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.SourceLocation;
import dev.imagemanager.reference.Digest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Errors and warnings with their files and lines, in the form that GitLab shows in merge requests (GitLab documentation,
 * "Code Quality report format").
 */
public final class CodeQualityReport {

    /** Checks begin with their name: {@code JSONArgsRecommended: JSON arguments recommended}. */
    private static final Pattern NAMED_CHECK = Pattern.compile("([A-Z][A-Za-z]+): .*", Pattern.DOTALL);

    private final Repository repository;
    private final Path fleetDirectory;
    private final Map<TargetName, Path> definitions;

    /** @param definitions where each target is defined, for problems without a place */
    public CodeQualityReport(Repository repository, Path fleetDirectory, Map<TargetName, Path> definitions) {
        this.repository = repository;
        this.fleetDirectory = fleetDirectory;
        this.definitions = Map.copyOf(definitions);
    }

    /** Returns the document. What is not in a file of the repository cannot be part of it. */
    public byte[] document(RunEvents events) {
        Map<String, ObjectNode> issues = new LinkedHashMap<>();
        Map<String, Integer> seen = new HashMap<>();
        for (RunEvents.Remark remark : events.remarks()) {
            place(remark).ifPresent(place -> {
                String key = place + "\n" + remark.problem().message();
                if (!issues.containsKey(key)) {
                    // The fingerprint stays the same if only the line moves.
                    String content = place.file() + "\n" + remark.problem().message();
                    int number = seen.merge(content, 1, Integer::sum);
                    issues.put(key, issue(remark.problem(), place, Digest.of(content + "\n" + number)));
                }
            });
        }
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        issues.values().forEach(list::add);
        return (list.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private Optional<SourceLocation> place(RunEvents.Remark remark) {
        return remark.problem()
                .location()
                .or(() -> remark.target().map(definitions::get).map(SourceLocation::wholeFile))
                .flatMap(place -> repository.relative(place, fleetDirectory));
    }

    private static ObjectNode issue(Problem problem, SourceLocation place, Digest fingerprint) {
        Matcher named = NAMED_CHECK.matcher(problem.message());
        ObjectNode issue = JsonNodeFactory.instance.objectNode();
        issue.put(
                "description",
                problem.message()
                        + problem.hint().map(hint -> " (" + hint + ")").orElse(""));
        issue.put("check_name", !problem.isError() && named.matches() ? named.group(1) : "image-manager");
        issue.put("fingerprint", fingerprint.hex());
        issue.put("severity", problem.isError() ? "critical" : "minor");
        ObjectNode location = issue.putObject("location");
        location.put("path", place.file().toString());
        location.putObject("lines").put("begin", Math.max(1, place.line()));
        return issue;
    }
}
