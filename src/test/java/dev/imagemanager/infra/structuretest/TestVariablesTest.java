package dev.imagemanager.infra.structuretest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class TestVariablesTest {

    private static List<String> parts(String text) {
        return TestVariables.parts(text.getBytes(StandardCharsets.UTF_8)).stream()
                .map(part -> new String(part, StandardCharsets.UTF_8))
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> read(String part) {
        return (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromString(part);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "- a\n",
                "a: [\n",
                "schemaVersion: 2.0.0\n",
                "commandTests: {wrong: true}\n",
                "commandTests: [{name: a, command: b}]\n",
                "commandTests: [{name: a, command: b, envVars: []}]\n",
                // the tool reports these
                "commandTests: [{name: a, command: b, envVars: [{key: A}]}]\n",
                "commandTests: [{name: a, command: b, envVars: [{key: '', value: x}]}]\n",
                "commandTests: [{name: a, command: b, envVars: {A: b}}]\n",
                "globalEnvVars: [{key: A, value: b}]\ncommandTests: [{name: a, command: b}]\n",
            })
    void otherFilesAreUsedAsTheyAre(String text) {
        assertThat(parts(text)).isEmpty();
    }

    @Test
    void aTestWithVariablesGetsAFileOfItsOwn() {
        List<String> parts = parts(
                """
                schemaVersion: 2.0.0
                globalEnvVars: [{ key: ALL, value: all }, { key: NAME, value: other }]
                containerRunOptions: { user: nobody }
                commandTests:
                  - name: plain
                    command: 'true'
                  - name: own
                    setup: [[touch, /x]]
                    envVars: [{ key: NAME, value: something }, { key: EMPTY_NOT, value: " " }]
                    command: sh
                    args: [-c, 'echo "[$NAME]" $(id) {a}']
                    expectedOutput: ['\\[something\\]$']
                    exitCode: 0
                  - name: second
                    envVars: [{ key: A, value: b }]
                    command: env
                fileExistenceTests: [{ name: f, path: /f, shouldExist: yes, permissions: '-rw-r--r--' }]
                metadataTest: { user: 1000:1000 }
                """);

        assertThat(parts).hasSize(3);
        assertThat(read(parts.get(0)))
                .containsOnlyKeys(
                        "schemaVersion",
                        "globalEnvVars",
                        "containerRunOptions",
                        "commandTests",
                        "fileExistenceTests",
                        "metadataTest")
                .containsEntry("commandTests", List.of(Map.of("name", "plain", "command", "true")));
        assertThat(parts.get(0))
                .contains("schemaVersion: 2.0.0")
                .contains("shouldExist: yes")
                .contains("permissions: '-rw-r--r--'")
                .contains("command: 'true'")
                .contains("user: '1000:1000'");
        assertThat(read(parts.get(1)))
                .isEqualTo(Map.of(
                        "schemaVersion",
                        "2.0.0",
                        "containerRunOptions",
                        Map.of("user", "nobody"),
                        "globalEnvVars",
                        List.of(
                                Map.of("key", "ALL", "value", "all"),
                                Map.of("key", "NAME", "value", "something"),
                                Map.of("key", "EMPTY_NOT", "value", " ")),
                        "commandTests",
                        List.of(Map.of(
                                "name",
                                "own",
                                "setup",
                                List.of(List.of("touch", "/x")),
                                "command",
                                "sh",
                                "args",
                                List.of("-c", "echo \"[$NAME]\" $(id) {a}"),
                                "expectedOutput",
                                List.of("\\[something\\]$"),
                                "exitCode",
                                0))));
        assertThat(read(parts.get(2))).doesNotContainKeys("fileExistenceTests", "metadataTest");
    }

    @Test
    void nothingIsLeftOfAFileWithOneSuchTest() {
        assertThat(
                        parts(
                                """
                        schemaVersion: 2.0.0
                        globalEnvVars: [{key: A, value: b}]
                        commandTests: [{name: a, command: b, envVars: [{key: NAME, value: x}]}]
                        """))
                .singleElement()
                .satisfies(part -> assertThat(read(part))
                        .containsEntry("commandTests", List.of(Map.of("name", "a", "command", "b"))));
    }

    @Test
    void aliasesStayWhereTheyAreUsed() {
        List<String> parts = parts(
                """
                globalEnvVars: &vars [{ key: A, value: b }]
                commandTests:
                  - { name: first, command: &sh sh, envVars: *vars, args: &args [-c, 'long'] }
                  - { name: second, command: *sh, args: *args }
                """);

        assertThat(read(parts.get(0)).toString()).contains("{name=second, command=sh, args=[-c, long]}");
        assertThat(read(parts.get(1)).toString())
                .contains("globalEnvVars=[{key=A, value=b}]")
                .contains("{name=first, command=sh, args=[-c, long]}");
    }

    @Test
    void textsOfSeveralLinesStayAsTheyAre() {
        List<String> parts = parts(
                "commandTests:\n- name: a\n  envVars: [{key: A, value: \"x\\ty\"}]\n  command: sh\n  args:\n  - -c\n  - |\n"
                        + "    a  \n    # b: c\n\n    " + "word ".repeat(50) + "\n  - >\n    folded\n    text\n");

        assertThat(read(parts.get(0)).toString())
                .contains("value=x\ty")
                .contains("a  \n# b: c\n\n" + "word ".repeat(50) + "\n")
                .contains("folded text\n");
    }
}
