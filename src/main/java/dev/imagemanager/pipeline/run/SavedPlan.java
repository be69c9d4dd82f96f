package dev.imagemanager.pipeline.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.file.RegularFile;
import dev.imagemanager.pipeline.JsonDocument;
import dev.imagemanager.pipeline.step.Step;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.problem.SourceLocation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A plan that {@code plan --output json} printed. It only serves to be compared with the present plan, which is the one that
 * is executed.
 *
 * @param file that it was read from, for messages
 * @param work what is done, by what it is done for
 */
public record SavedPlan(Path file, SortedMap<String, Work> work) {

    private static final String OF = " of ";
    private static final Work NOTHING = new Work("nothing", "");

    private static final int LIMIT = 64 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * What is done and why.
     *
     * @param key of the inputs; empty if it is not known
     */
    record Work(String action, String key) {}

    /**
     * @param file absolute
     * @throws InputException if there is no plan in the file
     */
    public static SavedPlan read(Path file) {
        try {
            JsonNode document = JSON.readTree(RegularFile.read(file, LIMIT));
            if (!JsonDocument.isOne(document) || !document.path("work").isArray()) {
                throw new InputException(noPlan(file, "it is another document"));
            }
            return new SavedPlan(file, work(document));
        } catch (JsonProcessingException malformed) {
            throw new InputException(noPlan(file, "it is not JSON"));
        } catch (IOException unreadable) {
            throw new InputException(noPlan(file, FailureReason.of(unreadable)));
        }
    }

    private static Problem noPlan(Path file, String reason) {
        return Problem.error(SourceLocation.wholeFile(file), "the plan cannot be read: " + reason)
                .withHint("write one with 'image-manager plan --output json'");
    }

    private static SortedMap<String, Work> work(JsonNode document) {
        SortedMap<String, Work> work = new TreeMap<>();
        for (JsonNode item : document.path("work")) {
            String platform = item.path("platform").asText();
            String subject = item.path("step").asText()
                    + OF
                    + item.path("target").asText()
                    + (platform.isEmpty() ? "" : " for " + platform);
            work.put(
                    subject,
                    new Work(
                            item.path("action").asText() + reasons(item),
                            item.path("key").asText()));
        }
        return work;
    }

    private static String reasons(JsonNode item) {
        TreeSet<String> texts = new TreeSet<>();
        item.path("reasons").forEach(reason -> texts.add(reason.path("text").asText()));
        return texts.isEmpty() ? "" : ", since " + String.join("; ", texts);
    }

    /**
     * Compares the work of some steps; a plan may have more.
     *
     * @throws InputException with everything that is planned otherwise now
     */
    void require(PlanReport now, Collection<Step> steps) {
        SortedMap<String, Work> present = work(now.toJson());
        Problems problems = new Problems();
        for (Map.Entry<String, Work> saved : work.entrySet()) {
            if (steps.stream().noneMatch(step -> saved.getKey().startsWith(step.activity() + OF))) {
                continue;
            }
            Work other = present.getOrDefault(saved.getKey(), NOTHING);
            if (!other.action().equals(saved.getValue().action())) {
                problems.add(changed(saved.getKey(), saved.getValue().action(), other.action()));
            } else if (!other.key().equals(saved.getValue().key())) {
                problems.add(noLongerHolds(saved.getKey(), "its inputs are not those of the plan"));
            }
        }
        present.forEach((subject, other) -> {
            if (!work.containsKey(subject)) {
                problems.add(changed(subject, NOTHING.action(), other.action()));
            }
        });
        problems.throwIfAny();
    }

    private Problem changed(String subject, String before, String now) {
        return noLongerHolds(subject, "it was '" + before + "', and is '" + now + "'");
    }

    private Problem noLongerHolds(String subject, String reason) {
        return Problem.error(
                        SourceLocation.wholeFile(file), "the plan no longer holds for the " + subject + ": " + reason)
                .withHint("look at the present plan with 'image-manager plan', and save it again");
    }
}
