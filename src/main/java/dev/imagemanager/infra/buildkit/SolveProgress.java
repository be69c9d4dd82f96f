package dev.imagemanager.infra.buildkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.pipeline.build.ImageBuilder.BuilderStep;
import dev.imagemanager.pipeline.build.ImageBuilder.Log;
import dev.imagemanager.pipeline.build.ImageBuilder.Remark;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses the standard error of {@code buildctl build --progress=rawjson}: one BuildKit {@code SolveStatus} per line
 * (moby/buildkit, client/graph.go), then, if the solve failed, the error as text. Converts it to plain lines and keeps
 * the last lines of each step for a failure.
 */
final class SolveProgress {

    /** The number of last lines of a step that are kept for a failure. */
    static final int LINES_KEPT = 20;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern DOCKERFILE_LINE = Pattern.compile("Dockerfile:([0-9]+)");
    private static final String ERROR_PREFIX = "error: ";

    /** Matches prefixes of errors that repeat the step, which is shown with its line in the Dockerfile. */
    private static final Pattern BOILERPLATE = Pattern.compile("failed to solve: "
            + "|failed to compute cache key: |failed to calculate checksum of ref \\S+: "
            + "|failed to resolve source metadata for \\S+: "
            + "|process \".*\" did not complete successfully: ");

    /** Matches steps that are not instructions of a Dockerfile. */
    private static final Pattern UNWRITTEN_STEP = Pattern.compile("\\[internal] .*|resolve image config for .*");

    /** Matches steps that do not show the progress of the Dockerfile. */
    private static final Pattern UNINTERESTING_STEP = Pattern.compile("\\[internal].*|\\[context .*] load metadata .*");

    /** Matches steps of the layer cache, whose failure does not fail the solve. */
    private static final Pattern CACHE_STEP = Pattern.compile("importing cache manifest from .*|exporting cache to .*");

    /** {@code [linux/arm64 build 3/7] RUN make}; BuildKit's frontend pads numbers (dockerfile2llb, {@code prefixCommand}). */
    private static final Pattern NUMBERED_STEP =
            Pattern.compile("\\[(?:([^\\]]+?) +)? *([0-9]{1,6})/([0-9]{1,6})] (.*)");

    /** What BuildKit adds to warnings; the line is that of the generated Dockerfile. */
    private static final Pattern GENERATED_LINE = Pattern.compile(" \\(line [0-9]+\\)$");

    /** What was downloaded before is unpacked, which is told in bytes too. */
    private static final String UNPACKING = "extracting ";

    private static final Duration BETWEEN_TRANSFERS = Duration.ofMillis(500);

    /** The maximum number of lines of an excerpt of the Dockerfile in an error. A here-document may be long. */
    private static final int ERROR_LINES_SHOWN = 30;

    private final Log log;
    private final Map<String, Step> steps = new LinkedHashMap<>();
    private final List<String> errorText = new ArrayList<>();

    /** Those that began and did not end, in the order of their beginning. */
    private final Set<Step> running = new LinkedHashSet<>();

    private Optional<Step> current = Optional.empty();
    private Optional<Step> failed = Optional.empty();
    private Optional<String> cacheError = Optional.empty();

    /** @param total 0 if unknown */
    private record Transfer(long current, long total) {}

    private static final class Step {
        final String name;
        final BuilderStep described;
        final Map<String, Transfer> transfers = new HashMap<>();
        Instant nextTransfer = Instant.MIN;
        final Deque<String> lastLines = new ArrayDeque<>();
        final Map<Integer, OutputLines> streams = new HashMap<>();
        boolean announced;
        boolean completed;
        boolean hasPrinted;

        Step(String name) {
            this.name = name.replaceAll("\\s*\\R\\s*", " ");
            this.described = described(this.name);
        }

        private static BuilderStep described(String name) {
            Matcher numbered = NUMBERED_STEP.matcher(name);
            return numbered.matches()
                    ? new BuilderStep(
                            numbered.group(4),
                            numbered.group(1) == null ? "" : numbered.group(1),
                            Integer.parseInt(numbered.group(2)),
                            Integer.parseInt(numbered.group(3)))
                    : new BuilderStep(name, "", 0, 0);
        }

        void endLines() {
            streams.values().forEach(OutputLines::finish);
        }

        void keep(String line) {
            hasPrinted = true;
            if (lastLines.size() == LINES_KEPT) {
                lastLines.removeFirst();
            }
            lastLines.addLast(line);
        }
    }

    /** @param log receives the plain lines */
    SolveProgress(Log log) {
        this.log = log;
    }

    void read(String line) {
        if (!line.startsWith("{")) {
            errorText.add(line);
            return;
        }
        JsonNode status;
        try {
            status = JSON.readTree(line);
        } catch (JsonProcessingException notJson) {
            errorText.add(line);
            return;
        }
        status.path("vertexes").forEach(this::readVertex);
        tellCurrent();
        status.path("statuses").forEach(this::readTransfer);
        status.path("logs").forEach(this::readLog);
        status.path("warnings").forEach(this::readWarning);
    }

    /** The one that began last is what is shown, since several may run at once. */
    private void tellCurrent() {
        Optional<Step> latest = running.stream().reduce((first, second) -> second);
        if (latest.isPresent() && !latest.equals(current)) {
            log.begin(latest.get().described);
        }
        current = latest;
    }

    private void readTransfer(JsonNode status) {
        Step step = steps.get(status.path("vertex").asText());
        String name = status.path("id").asText();
        if (step == null || name.startsWith(UNPACKING)) {
            return;
        }
        step.transfers.put(
                name,
                new Transfer(
                        status.path("current").asLong(), status.path("total").asLong()));
        Instant time = Instant.parse(status.path("timestamp").asText(Instant.EPOCH.toString()));
        long bytes =
                step.transfers.values().stream().mapToLong(Transfer::current).sum();
        if (bytes > 0 && current.filter(step::equals).isPresent() && !time.isBefore(step.nextTransfer)) {
            step.nextTransfer = time.plus(BETWEEN_TRANSFERS);
            boolean isTotalKnown = step.transfers.values().stream()
                    .filter(transfer -> transfer.current() > 0)
                    .allMatch(transfer -> transfer.total() > 0);
            long total =
                    step.transfers.values().stream().mapToLong(Transfer::total).sum();
            log.transfer(step.described, bytes, isTotalKnown ? total : 0);
        }
    }

    private void readWarning(JsonNode warning) {
        List<String> details = new ArrayList<>();
        warning.path("detail").forEach(line -> details.add(decoded(line)));
        String address = warning.path("url").asText();
        String text = String.join(" ", details);
        log.remark(new Remark(
                GENERATED_LINE.matcher(decoded(warning.path("short"))).replaceAll(""),
                text.isEmpty() || address.isEmpty() ? text + address : text + ": " + address,
                warning.path("range").path(0).path("start").path("line").asInt()));
    }

    private void readVertex(JsonNode vertex) {
        Step step = steps.computeIfAbsent(
                vertex.path("digest").asText(),
                digest -> new Step(vertex.path("name").asText()));
        if (vertex.hasNonNull("started") && !step.announced) {
            step.announced = true;
            tell(step, "");
        }
        if (vertex.hasNonNull("completed")) {
            running.remove(step);
        } else if (vertex.hasNonNull("started")) {
            running.add(step);
        }
        if (!vertex.hasNonNull("completed") || step.completed) {
            return;
        }
        step.endLines();
        if (vertex.path("error").asText().isEmpty()) {
            if (vertex.path("cached").asBoolean()) {
                step.completed = true;
                tell(step, " CACHED");
            } else if (step.hasPrinted) {
                step.completed = true;
                tell(step, " DONE " + seconds(vertex));
            }
        } else if (!vertex.path("error").asText().contains("context canceled")) {
            step.completed = true;
            String reason = reason(vertex.path("error").asText());
            if (!CACHE_STEP.matcher(step.name).matches()) {
                failed = Optional.of(step);
            } else if (cacheError.isEmpty()) {
                cacheError = Optional.of(reason);
            }
            tell(step, " FAILED: " + reason);
        }
    }

    private void tell(Step step, String state) {
        log.add(step.name + state, UNINTERESTING_STEP.matcher(step.name).matches());
    }

    private static String seconds(JsonNode vertex) {
        Duration time = Duration.between(
                Instant.parse(vertex.path("started").asText()),
                Instant.parse(vertex.path("completed").asText()));
        return String.format(Locale.ROOT, "%.1fs", time.toMillis() / 1000.0);
    }

    private void readLog(JsonNode entry) {
        Step step = steps.computeIfAbsent(entry.path("vertex").asText(), digest -> new Step(digest));
        step.streams
                .computeIfAbsent(
                        entry.path("stream").asInt(),
                        stream -> new OutputLines(line -> {
                            step.keep(line);
                            log.add("  " + line);
                        }))
                .add(Base64.getDecoder().decode(entry.path("data").asText()));
    }

    private static String decoded(JsonNode base64) {
        return new String(Base64.getDecoder().decode(base64.asText()), StandardCharsets.UTF_8);
    }

    /** Must be called after buildctl has exited. Ends lines that lack a newline, and logs the error. */
    void finish() {
        steps.values().forEach(Step::endLines);
        int left = ERROR_LINES_SHOWN;
        for (String line : errorText) {
            if (line.startsWith(ERROR_PREFIX)) {
                log.add(ERROR_PREFIX + reason(line.substring(ERROR_PREFIX.length())));
            } else if (left-- > 0) {
                log.add(line);
            }
        }
    }

    /** Returns buildctl's error without boilerplate. */
    String error() {
        return wholeError()
                .map(line -> reason(line.substring(ERROR_PREFIX.length())))
                .orElseGet(() -> String.join("\n", errorText));
    }

    /** Returns buildctl's error as it is; empty if it ended without one. */
    Optional<String> wholeError() {
        return errorText.stream().filter(line -> line.startsWith(ERROR_PREFIX)).reduce((first, second) -> second);
    }

    private static String reason(String error) {
        return BOILERPLATE.matcher(error).replaceAll("");
    }

    /** Returns the failed step; empty if it is not an instruction of the Dockerfile. */
    Optional<String> failedStep() {
        return failed.map(step -> step.name)
                .filter(name -> !UNWRITTEN_STEP.matcher(name).matches());
    }

    /** Returns the instruction of the Dockerfile that is running, the last one that began if there are several. */
    Optional<String> runningStep() {
        return running().map(step -> step.name);
    }

    List<String> lastLinesOfRunningStep() {
        return running().map(step -> List.copyOf(step.lastLines)).orElse(List.of());
    }

    private Optional<Step> running() {
        return running.stream()
                .filter(step -> !UNWRITTEN_STEP.matcher(step.name).matches())
                .reduce((first, second) -> second);
    }

    /** Returns why the layer cache could not be used, also if the solve succeeded. */
    Optional<String> cacheError() {
        return cacheError;
    }

    List<String> lastLines() {
        return failed.map(step -> List.copyOf(step.lastLines)).orElse(List.of());
    }

    /** Returns the line of the Dockerfile in buildctl's error; 0 if there is none. */
    int dockerfileLine() {
        for (String line : errorText) {
            Matcher matcher = DOCKERFILE_LINE.matcher(line);
            if (matcher.matches()) {
                return Integer.parseInt(matcher.group(1));
            }
        }
        return 0;
    }
}
