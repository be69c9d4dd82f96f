package dev.imagemanager.infra.buildkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.infra.process.ProcessCommand;
import dev.imagemanager.infra.process.ProcessRunner;
import dev.imagemanager.pipeline.build.BuilderProvenance;
import dev.imagemanager.problem.TooSlowException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The records that a BuildKit daemon keeps of the last builds. Each refers to a provenance (BuildKit, {@code
 * solver/llbsolver}, {@code recordBuildHistory}), also when the image has no attestations.
 */
record BuildHistory(ProcessRunner processes, Buildctl buildctl) {

    private static final Duration LIMIT = Duration.ofSeconds(15);

    /** An identifier as {@code buildctl build --ref-file} writes it. */
    private static final Pattern REFERENCE = Pattern.compile("[a-z0-9]{1,64}");

    private static final Pattern STATEMENT =
            Pattern.compile("(sha256:[0-9a-f]{64}) (https://slsa\\.dev/provenance/\\S+)");

    private static final String NOT_UNDERSTOOD = "the daemon sent something else";
    private static final String BUILDER = "buildkit";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The provenance of a build cannot be read. */
    static final class UnavailableException extends Exception {

        UnavailableException(String reason) {
            super(reason);
        }
    }

    /** @param reference of a build for one platform */
    BuilderProvenance provenance(String reference) throws UnavailableException, InterruptedException {
        if (!REFERENCE.matcher(reference).matches()) {
            throw new UnavailableException("buildctl did not say which build it was");
        }
        Matcher statement = STATEMENT.matcher(
                new String(output("debug", "histories", "--format", statementOf(reference)), StandardCharsets.UTF_8));
        if (!statement.find()) {
            throw new UnavailableException("the daemon keeps no provenance of the build");
        }
        if (!(parse(output("debug", "get", statement.group(1))) instanceof ObjectNode predicate)) {
            throw new UnavailableException(NOT_UNDERSTOOD);
        }
        return new BuilderProvenance(BUILDER, statement.group(2), withoutParameters(predicate));
    }

    /**
     * Returns a template of Go that prints the digest and the type of a record's statements. All that a record has would
     * include the values of arguments.
     */
    private static String statementOf(String reference) {
        String statements =
                "{{range .Attestations}}{{.Digest}} {{index .Annotations \"in-toto.io/predicate-type\"}}\n{{end}}";
        return "{{with .Record}}{{if eq .Ref \"" + reference + "\"}}{{with .Result}}" + statements
                + "{{end}}{{range .Results}}" + statements + "{{end}}{{end}}{{end}}";
    }

    private static JsonNode parse(byte[] content) throws UnavailableException {
        try {
            return JSON.readTree(content);
        } catch (IOException malformed) {
            throw new UnavailableException(NOT_UNDERSTOOD);
        }
    }

    private byte[] output(String... arguments) throws UnavailableException, InterruptedException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        List<String> errors = Collections.synchronizedList(new ArrayList<>());
        int exitCode;
        try {
            exitCode = processes.run(
                    ProcessCommand.of(LIMIT, buildctl.command(arguments)).passing(buildctl.variables()),
                    line -> content.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8)),
                    errors::add);
        } catch (TooSlowException silent) {
            throw new UnavailableException("no answer within " + LIMIT.toSeconds() + " seconds");
        }
        if (exitCode != 0) {
            throw new UnavailableException(errors.isEmpty() ? "exit code " + exitCode : errors.get(errors.size() - 1));
        }
        return content.toByteArray();
    }

    /**
     * Returns what BuildKit's {@code mode=min} has: without arguments and steps, which have the values of all arguments, also
     * of those for proxies.
     */
    private static ObjectNode withoutParameters(ObjectNode predicate) {
        ObjectNode reduced = JsonNodeFactory.instance.objectNode();
        for (String name : List.of("builder", "buildType", "materials")) {
            if (predicate.has(name)) {
                reduced.set(name, predicate.get(name));
            }
        }
        JsonNode invocation = predicate.path("invocation");
        ObjectNode called = reduced.putObject("invocation");
        called.putObject("parameters")
                .put("frontend", invocation.path("parameters").path("frontend").asText());
        called.putObject("environment")
                .put("platform", invocation.path("environment").path("platform").asText());
        ObjectNode metadata = reduced.putObject("metadata");
        for (String name :
                List.of("buildInvocationID", "buildStartedOn", "buildFinishedOn", "completeness", "reproducible")) {
            if (predicate.path("metadata").has(name)) {
                metadata.set(name, predicate.path("metadata").get(name));
            }
        }
        if (metadata.get("completeness") instanceof ObjectNode completeness) {
            completeness.put("parameters", false);
        }
        return reduced;
    }
}
