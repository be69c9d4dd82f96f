package dev.imagemanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What runs with rights on others' machines: workflows, the action, the container image. */
class WorkflowsTest {

    private static final Path WORKFLOWS = Path.of(".github/workflows");
    private static final Pattern PINNED_ACTION = Pattern.compile("\\S+@[0-9a-f]{40} # v\\d+\\.\\d+\\.\\d+");
    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{\\{.*?}}");

    static List<Path> workflows() throws IOException {
        try (Stream<Path> files = Files.list(WORKFLOWS)) {
            return files.sorted().toList();
        }
    }

    static List<Path> workflowsAndAction() throws IOException {
        List<Path> all = new ArrayList<>(workflows());
        all.add(Path.of("action.yml"));
        return all;
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void aWorkflowMayReadUntilAJobSaysMore(Path file) throws IOException {
        Map<?, ?> workflow = parsed(file);

        assertThat(workflow.get("permissions")).isEqualTo(Map.of("contents", "read"));
        for (Object job : ((Map<?, ?>) workflow.get("jobs")).values()) {
            Object permissions = ((Map<?, ?>) job).get("permissions");
            if (permissions != null) {
                assertThat((Map<?, ?>) permissions).isNotEmpty();
                assertThat(((Map<?, ?>) job).get("timeout-minutes")).isNotNull();
            }
        }
    }

    /** Who can push to the repository of an action can move its tags, but not what a commit holds. */
    @ParameterizedTest
    @MethodSource("workflowsAndAction")
    void actionsArePinnedByCommitAndTellTheirVersion(Path file) throws IOException {
        List<String> used = Files.readAllLines(file).stream()
                .map(String::strip)
                .filter(line -> line.matches("(- )?uses:.*"))
                .map(line -> line.replaceFirst("(- )?uses:\\s*", ""))
                .toList();

        assertThat(used).allMatch(action -> PINNED_ACTION.matcher(action).matches());
        if (file.startsWith(WORKFLOWS)) {
            assertThat(used).isNotEmpty();
        }
    }

    /** An expression in a script is pasted into it before the shell reads it; a variable is not. */
    @ParameterizedTest
    @MethodSource("workflowsAndAction")
    void scriptsTakeValuesFromVariables(Path file) throws IOException {
        List<String> scripts = new ArrayList<>();
        collect("run", parsed(file), scripts);

        assertThat(scripts)
                .isNotEmpty()
                .noneMatch(script -> EXPRESSION.matcher(script).find());
    }

    @Test
    void checkoutsKeepNoCredentials() throws IOException {
        for (Path file : workflows()) {
            String text = Files.readString(file);
            assertThat(count(text, "actions/checkout@")).isEqualTo(count(text, "persist-credentials: false"));
        }
    }

    @Test
    void actionlintHasNothingToSay() throws Exception {
        assumeTrue(isInstalled("actionlint"), "actionlint is not installed");
        Process actionlint = new ProcessBuilder("actionlint", "-no-color")
                .redirectErrorStream(true)
                .start();

        String output = new String(actionlint.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(output).isEmpty();
        assertThat(actionlint.waitFor()).isZero();
    }

    @Test
    void theContainerImageIsPinnedAndHasAUser() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("Dockerfile.native"));

        assertThat(lines).anyMatch(line -> line.matches("ARG BASE=\\S+@sha256:[0-9a-f]{64}"));
        assertThat(lines.stream().filter(line -> line.startsWith("FROM ")))
                .allMatch(line -> line.startsWith("FROM ${BASE}"));
        assertThat(lines).contains("USER 10001");
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    private static Map<?, ?> parsed(Path file) throws IOException {
        return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    }

    private static void collect(String key, Object node, List<String> found) {
        if (node instanceof Map<?, ?> mapping) {
            mapping.forEach((name, value) -> {
                if (name.equals(key) && value instanceof String text) {
                    found.add(text);
                } else {
                    collect(key, value, found);
                }
            });
        } else if (node instanceof List<?> list) {
            list.forEach(value -> collect(key, value, found));
        }
    }
}
