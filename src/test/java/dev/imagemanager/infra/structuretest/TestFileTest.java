package dev.imagemanager.infra.structuretest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a test file may ask of the Docker daemon without the operator's permission. */
class TestFileTest {

    private static final Path FILE = Path.of("dist/app/1/test.yml");

    private static List<String> problems(String text) {
        return problems(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> problems(byte[] content) {
        return TestFile.check(FILE, content).stream()
                .map(problem -> problem.location().orElseThrow() + ": " + problem.message())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# nothing\n",
                "schemaVersion: 2.0.0\ncommandTests: [{name: a, command: b, args: [&x -c, *x]}]\n",
                "schemaVersion: 2.0.0\ncontainerRunOptions: {user: root, allocateTty: true}\n",
                "containerRunOptions: {}\n",
                "globalEnvVars: [{key: A, value: b}]\ncommandTests: [{<<: {name: a}, command: b}]\n",
                "commandTests: [{name: containerRunOptions, command: privileged}]\n"
            })
    void usualOnesAreFine(String text) {
        assertThat(problems(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "privileged: true",
                "privileged: false",
                "bindMounts: ['/:/machine']",
                "capabilities: [SYS_ADMIN]",
                "envVars: [DEPLOY_TOKEN]",
                "envFile: /proc/self/environ",
                "Privileged: true",
                "somethingNew: 1"
            })
    void rightsOfTheDaemonAreRefused(String option) {
        String name = option.substring(0, option.indexOf(':'));
        assertThat(problems("schemaVersion: 2.0.0\ncontainerRunOptions:\n  user: root\n  " + option + "\n"))
                .containsExactly(FILE + ":4:3: 'containerRunOptions." + name
                        + "' would give this test file rights on the machine");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x: &x {privileged: true}\ncontainerRunOptions: *x\n",
                "x: &x {privileged: true}\ncontainerRunOptions: {<<: *x}\n",
                "x: &x {containerRunOptions: {privileged: true}}\n<<: *x\n",
                "x: &x containerRunOptions\n*x : {privileged: true}\n",
                "!!binary Y29udGFpbmVyUnVuT3B0aW9ucw==: {privileged: true}\n",
                "containerRunOptions: {!!binary cHJpdmlsZWdlZA==: true}\n",
                "? [containerRunOptions]\n: {privileged: true}\n",
                "\"container\\u0052unOptions\": {privileged: true}\n",
                "CONTAINERRUNOPTIONS: {privileged: true}\n",
                "containerRunOptions: {}\ncontainerRunOptions: {privileged: true}\n",
                "%YAML 1.1\n---\ncontainerRunOptions: {privileged: true}\n",
                "\uFEFFcontainerRunOptions: {privileged: true}\n",
                "containerRunOptions: [privileged]\n",
                "[containerRunOptions]\n",
                "\t- {\n"
            })
    void theyCannotBeHidden(String text) {
        assertThat(problems(text)).isNotEmpty();
    }

    @Test
    void anEncodingThatTheToolReadsAsWellIsRefused() {
        assertThat(problems("\uFEFFcontainerRunOptions: {privileged: true}\n".getBytes(StandardCharsets.UTF_16LE)))
                .containsExactly(FILE + ": the test file is not UTF-8 text");
    }

    @Test
    void depthHasALimit() {
        assertThat(problems("commandTests: " + "[".repeat(100_000) + "]".repeat(100_000) + "\n"))
                .containsExactly(FILE + ":1:115: values are nested more than 100 levels deep");
    }
}
