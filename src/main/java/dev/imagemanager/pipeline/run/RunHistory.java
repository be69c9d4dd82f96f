package dev.imagemanager.pipeline.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.output.OutputDirectory;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.pipeline.JsonDocument;
import dev.imagemanager.pipeline.SealedDocuments;
import dev.imagemanager.pipeline.step.Activity;
import dev.imagemanager.pipeline.step.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How long the tasks of a fleet took last, and which of them had no success last, in {@code dist/}. Who writes this file
 * without the user's key can change the order of tasks, and nothing else: times are only used for that, and failures only
 * with a seal.
 */
final class RunHistory {

    private static final String KIND = "runs";
    private static final String TIMES = "milliseconds";
    private static final String FAILED = "failed";

    /** For tasks of which nothing is known. */
    private static final Duration ASSUMED = Duration.ofSeconds(1);

    private static final Duration LONGEST = Duration.ofDays(7);

    private static final Duration BETWEEN_WRITES = Duration.ofSeconds(1);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final OutputDirectory output;
    private final SealedDocuments documents;

    /** By activity and target. */
    private final Map<String, SortedMap<String, Duration>> times = new TreeMap<>();

    private final Map<String, Duration> averages = new TreeMap<>();
    private final Map<String, Set<String>> failed = new TreeMap<>();
    private final boolean isKnown;
    private boolean isChanged;
    private Duration written = Duration.ZERO;

    private RunHistory(OutputDirectory output, SealedDocuments documents, Optional<JsonNode> document) {
        this.output = output;
        this.documents = documents;
        this.isKnown = document.filter(found -> documents.isSealed(KIND, found)).isPresent();
        document.ifPresent(found -> found.path(TIMES).properties().forEach(this::readTimes));
        times.forEach((activity, byTarget) -> averages.put(activity, average(byTarget.values())));
        document.filter(found -> isKnown)
                .ifPresent(found -> found.path(FAILED).properties().forEach(activity -> activity.getValue()
                        .forEach(target -> failedTargets(activity.getKey()).add(target.asText()))));
    }

    /** A damaged document is none. */
    static RunHistory read(OutputDirectory output, SealedDocuments documents) {
        return new RunHistory(
                output,
                documents,
                output.content(OutputPaths.RUNS).flatMap(RunHistory::parse).filter(JsonDocument::isOne));
    }

    private static Optional<JsonNode> parse(byte[] json) {
        try {
            return Optional.ofNullable(JSON.readTree(json));
        } catch (IOException damaged) {
            return Optional.empty();
        }
    }

    private void readTimes(Map.Entry<String, JsonNode> activity) {
        activity.getValue().properties().forEach(target -> {
            long milliseconds = target.getValue().asLong(-1);
            if (milliseconds >= 0 && milliseconds <= LONGEST.toMillis()) {
                times(activity.getKey()).put(target.getKey(), Duration.ofMillis(milliseconds));
            }
        });
    }

    private SortedMap<String, Duration> times(String activity) {
        return times.computeIfAbsent(activity, key -> new TreeMap<>());
    }

    private Set<String> failedTargets(String activity) {
        return failed.computeIfAbsent(activity, key -> new TreeSet<>());
    }

    private static Duration average(Collection<Duration> known) {
        return known.stream()
                .reduce(Duration::plus)
                .map(sum -> sum.dividedBy(known.size()))
                .orElse(ASSUMED);
    }

    /** Returns how long a task took last; empty if that is not known. */
    Optional<Duration> last(Task task) {
        return Optional.ofNullable(times.getOrDefault(task.activity().name(), new TreeMap<>())
                .get(task.target().toString()));
    }

    /** Returns how long a task probably takes: as long as last, else as the average of its activity; empty if neither is known. */
    Optional<Duration> known(Task task) {
        return last(task)
                .or(() -> Optional.ofNullable(averages.get(task.activity().name())));
    }

    /** Returns how long a task probably takes: as long as last, else as the average of its activity, else a second. */
    Duration expected(Task task) {
        return known(task).orElse(ASSUMED);
    }

    /** Returns whether it is known what failed. */
    boolean isKnown() {
        return isKnown;
    }

    /** Returns the targets on which one of the activities failed, or was not done since another failed. */
    Set<String> failed(Collection<Activity> activities) {
        return activities.stream()
                .flatMap(activity -> failed.getOrDefault(activity.name(), Set.of()).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** @param time that it took */
    void record(Task task, Outcome outcome, Duration time) {
        String activity = task.activity().name();
        String target = task.target().toString();
        if (outcome instanceof Outcome.Succeeded succeeded && !succeeded.isUnchanged()) {
            isChanged |= !time.equals(times(activity).put(target, time));
        }
        if (outcome instanceof Outcome.Failed
                || outcome instanceof Outcome.Blocked
                || outcome instanceof Outcome.Cancelled) {
            isChanged |= failedTargets(activity).add(target);
        } else {
            isChanged |= failedTargets(activity).remove(target);
        }
    }

    /**
     * Writes that a run did not get to its tasks.
     *
     * @param targets of the fleet
     */
    void notDone(Collection<Task> tasks, Collection<TargetName> targets) {
        tasks.forEach(task -> isChanged |=
                failedTargets(task.activity().name()).add(task.target().toString()));
        write(targets.stream().map(TargetName::toString).collect(Collectors.toSet()));
    }

    /**
     * Writes what was recorded, unless that was done a moment before.
     *
     * @param now the time since the begin of the run
     */
    void keep(Duration now, Set<String> targets) {
        if (now.minus(written).compareTo(BETWEEN_WRITES) > 0) {
            write(targets);
            written = now;
        }
    }

    /**
     * Writes what was recorded.
     *
     * @param targets of the fleet; what is known of others is forgotten
     */
    void write(Set<String> targets) {
        if (!isChanged && isKnown) {
            return;
        }
        ObjectNode document = JsonDocument.create();
        ObjectNode timesNode = document.putObject(TIMES);
        times.forEach((activity, byTarget) -> {
            ObjectNode node = timesNode.putObject(activity);
            byTarget.forEach((target, time) -> {
                if (targets.contains(target)) {
                    node.put(target, time.toMillis());
                }
            });
        });
        ObjectNode failedNode = document.putObject(FAILED);
        failed.forEach((activity, names) -> {
            var list = failedNode.putArray(activity);
            names.stream().filter(targets::contains).forEach(list::add);
        });
        output.write(OutputPaths.RUNS, documents.print(KIND, document));
        isChanged = false;
    }
}
