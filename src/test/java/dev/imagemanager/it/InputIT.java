package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.imagemanager.it.Program.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exit code 2: what the user wrote is wrong; the message says where, and nothing is written. */
class InputIT {

    private static final String GOOD = "tags: [{name: \"1\"}]\n";

    @TempDir
    Path directory;

    private static Arguments mistake(String title, String expected, UnaryOperator<FleetFiles> files) {
        return arguments(title, expected, files);
    }

    private static FleetFiles definition(FleetFiles fleet, String yaml) {
        return fleet.file("images/app/image.yml", yaml).file("images/app/Dockerfile", "FROM scratch\n");
    }

    private static FleetFiles template(FleetFiles fleet, String template) {
        return fleet.file("images/app/image.yml", GOOD).file("images/app/Dockerfile.tmpl", template);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(
                        "YAML syntax",
                        "images/app/image.yml:2:1: error: the file is not valid YAML",
                        fleet -> definition(fleet, "tags: [{name: 1}\nname: x\n")),
                mistake(
                        "unknown key",
                        "images/app/image.yml:2:1: error: unknown key 'versoins'\n  did you mean 'versions'?",
                        fleet -> definition(fleet, GOOD + "versoins: {a: 1}\n")),
                mistake(
                        "wrong type",
                        "images/app/image.yml:1:7: error: 'tags' must be a list",
                        fleet -> definition(fleet, "tags: yes\n")),
                mistake(
                        "duplicate key",
                        "images/app/image.yml:2:1: error: duplicate key 'tags'",
                        fleet -> definition(fleet, GOOD + GOOD)),
                mistake(
                        "no tag_suffix",
                        "images/app/image.yml:2:14: error: 'variants[0].tag_suffix' is missing",
                        fleet -> definition(fleet, GOOD + "variants:   [{name: slim}]\n")),
                mistake(
                        "invalid tag",
                        "images/app/image.yml:1:15: error: 'tags[0].name': '-x' is not a valid OCI tag",
                        fleet -> definition(fleet, "tags: [{name: -x}]\n")),
                mistake(
                        "name with ..",
                        "images/app/image.yml:1:7: error: 'name': '../evil' is not a valid image name",
                        fleet -> definition(fleet, "name: ../evil\n" + GOOD)),
                mistake(
                        "duplicate target",
                        "error: the target app:1 is defined twice\n  the other definition is at images/app.yml",
                        fleet -> definition(fleet, GOOD).file("images/app.yml", "name: app\n" + GOOD)),
                mistake(
                        "no template",
                        "error: there is no template for the Dockerfile of this image\n  looked for images/app/Dockerfile.tmpl, images/app/Dockerfile",
                        fleet -> fleet.file("images/app/image.yml", GOOD)),
                mistake(
                        "undefined variable",
                        "images/app/Dockerfile.tmpl:2:11: error: 'versions' has no key 'python'",
                        fleet -> template(fleet, "FROM scratch\nLABEL a={=versions.python}\n")),
                mistake(
                        "undefined variable behind an include",
                        "templates/common/label.tmpl:2:11: error: there is no variable 'nothing'",
                        fleet -> template(fleet, "FROM scratch\n{#include common/label /}\n")
                                .file("templates/common/label.tmpl", "\nLABEL a={=nothing}\n")),
                mistake(
                        "unknown section",
                        "images/app/Dockerfile.tmpl:2:1: error:",
                        fleet -> template(fleet, "FROM scratch\n{#wehn x}\n")),
                mistake(
                        "unclosed section",
                        "images/app/Dockerfile.tmpl:2:1: error:",
                        fleet -> template(fleet, "FROM scratch\n{#if tag.name}\nRUN x\n")),
                mistake("include not closed", "images/app/Dockerfile.tmpl:2:1: error:", fleet -> template(
                                fleet, "FROM scratch\n{#include common/x}\nRUN x\n")
                        .file("templates/common/x", "x")),
                mistake("include cycle", "templates include each other in a cycle: ", fleet -> template(
                                fleet, "FROM scratch\n{#include a /}\n")
                        .file("templates/a", "{#include b /}\n")
                        .file("templates/b", "{#include a /}\n")),
                mistake(
                        "include outside",
                        "images/app/Dockerfile.tmpl:2:1",
                        fleet -> template(fleet, "FROM scratch\n{#include ../../../etc/passwd /}\n")),
                mistake(
                        "a class",
                        "images/app/Dockerfile.tmpl:2:",
                        fleet ->
                                template(fleet, "FROM scratch\nLABEL a={=image.class.forName('java.lang.Runtime')}\n")),
                mistake("FROM cycle", "targets build on each other in a cycle: a:1 → b:1 → a:1", fleet -> fleet.image(
                                "a", "1", "FROM b:1\n")
                        .image("b", "1", "FROM a:1\n")),
                mistake("alias bomb", "aliases repeat more than 1000 values", fleet -> definition(fleet, bomb())),
                mistake("empty file", "images/app/image.yml: error: the file is empty", fleet -> definition(fleet, "")),
                mistake(
                        "not UTF-8",
                        "images/app/image.yml:2:4: error: the file is not UTF-8 text",
                        fleet -> fleet.file(
                                "images/app/image.yml", new byte[] {'a', ':', '\n', 'b', ':', ' ', (byte) 0xFF})),
                mistake("no images", "there are no images in ", fleet -> fleet.file("images/README", "nothing")),
                mistake(
                        "undefined environment variable",
                        ".image-manager.yml:1:17: error: 'build_registry' needs the environment variable IT_UNDEFINED",
                        fleet -> definition(fleet, GOOD)
                                .file(".image-manager.yml", "build_registry: ${IT_UNDEFINED}\n")));
    }

    private static String bomb() {
        StringBuilder yaml = new StringBuilder("variables:\n  a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 9; i++) {
            String previous = "*a" + (i - 1);
            yaml.append("  a" + i + ": &a" + i + " [" + String.join(", ", Collections.nCopies(10, previous)) + "]\n");
        }
        return yaml.append(GOOD).toString();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void isShownWithItsPlace(String title, String expected, UnaryOperator<FleetFiles> files) {
        FleetFiles fleet = files.apply(new FleetFiles(directory));

        Result result = new Program(directory)
                .with("IMAGE_MANAGER_BUILD_REGISTRY", null)
                .run("generate");

        assertThat(result.exitCode()).as("%s", result).isEqualTo(2);
        assertThat(result.errors()).contains(expected).doesNotContain("\tat ", "Exception", "io.quarkus");
        assertThat(result.output()).isEmpty();
        assertThat(fleet.exists("dist")).isFalse();
    }

    @Test
    void severalMistakesInSeveralFilesAreShownInOneRun() {
        new FleetFiles(directory)
                .file("images/a/image.yml", GOOD + "descripton: x\n")
                .file("images/a/Dockerfile", "FROM scratch\n")
                .file("images/b/image.yml", "tags: [{name: a b}]\n")
                .file("images/b/Dockerfile", "FROM scratch\n")
                .file("images/c/image.yml", "tags: [\n")
                .file("images/d/image.yml", GOOD)
                .file("images/d/Dockerfile.tmpl", "FROM {=versions.os}\nRUN {=variables.x}\n");

        Result result = new Program(directory).run("validate");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.errors())
                .contains("images/a/image.yml:2:1: error: unknown key 'descripton'")
                .contains("images/b/image.yml:1:15: error: 'tags[0].name': 'a b' is not a valid OCI tag")
                .contains("images/c/image.yml:")
                .contains("images/d/Dockerfile.tmpl:1:")
                .contains("images/d/Dockerfile.tmpl:2:")
                .contains("5 errors");
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "graph", "generate", "build", "services status"})
    void programsGetADocument(String command) {
        definition(new FleetFiles(directory), GOOD + "descripton: x\n").file(".image-manager.yml", "unknown: 1\n");
        List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
        arguments.addAll(List.of("--output", "json"));

        Result result = new Program(directory).run(arguments.toArray(String[]::new));

        assertThat(result.exitCode()).as("%s", result).isEqualTo(2);
        assertThat(result.output())
                .startsWith("{\n  \"apiVersion\": \"image-manager/v1\",\n  \"problems\": [")
                .contains("\"file\": \".image-manager.yml\"");
        assertThat(result.errors()).contains(".image-manager.yml:1:1: error: unknown key 'unknown'");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void resultsThatAreLostAreNoSuccess() {
        definition(new FleetFiles(directory), GOOD);

        Result result = new Program(directory)
                .startedBy((home, arguments) -> List.of(
                        "sh",
                        "-c",
                        "exec \"$0\" list >/dev/full",
                        Program.executable().toString()))
                .run();

        assertThat(result.exitCode()).as("%s", result).isEqualTo(3);
        assertThat(result.errors()).startsWith("error: cannot write to standard output: no space is left on the disk");
    }

    @Test
    void wrongUsageIsExplained() {
        definition(new FleetFiles(directory), GOOD);
        Program program = new Program(directory);

        assertThat(program.run("genrate").errors()).contains("did you mean 'generate'?");
        new FleetFiles(directory).file("arguments", "--output=json\n");
        assertThat(program.run("list", "@arguments").errors())
                .contains("there is no")
                .contains("@arguments");
        assertThat(program.run("generate", "--chek").errors()).contains("did you mean '--check'?");
        assertThat(program.run("generate", "ap").errors())
                .contains("there is no target 'ap'")
                .contains("did you mean 'app'?");
        assertThat(program.run("build", "--jobs", "0").exitCode()).isEqualTo(2);
        assertThat(program.run("test", "--timeout", "90"))
                .satisfies(result -> assertThat(result.exitCode()).isEqualTo(2))
                .satisfies(result -> assertThat(result.errors())
                        .contains("--timeout takes numbers and w, d, h, m or s, such as 10m or 1h30m, but got '90'"));
        assertThat(program.run().exitCode()).isEqualTo(2);
        assertThat(program.run("-C", "nowhere", "list").errors())
                .contains("there is no directory")
                .contains("-C");
    }
}
