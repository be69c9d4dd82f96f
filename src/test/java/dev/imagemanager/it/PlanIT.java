package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.it.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code plan}, {@code explain} and {@code build}, which say and do the same, with a real registry and a real BuildKit. */
@ExtendWith(RealTools.class)
class PlanIT {

    private static final String REGISTRY = System.getenv("IMAGE_MANAGER_BUILD_REGISTRY");

    @TempDir
    Path directory;

    private FleetFiles fleet;
    private String base;
    private String app;
    private String other;

    /** The file is copied by {@code base}, on which {@code app} builds; {@code other} copies from a base that moves. */
    @BeforeEach
    void makeFleet() {
        String id = "it-" + UUID.randomUUID().toString().substring(0, 8);
        base = id + "-base";
        app = id + "-app";
        other = id + "-other";
        fleet = new FleetFiles(directory)
                .image(base, "1", "FROM debian:bookworm-slim\nCOPY motd /etc/motd\n")
                .file("images/" + base + "/motd", "hello")
                .image(app, "1", "FROM " + base + ":1 AS one\nRUN cat /etc/motd\nFROM one AS two\n");
    }

    private Result run(String... arguments) {
        return new Program(directory).run(arguments);
    }

    private static JsonNode json(Result result) throws IOException {
        assertThat(result.exitCode()).as("%s", result).isZero();
        return new ObjectMapper().readTree(result.output());
    }

    private Map<String, String> plan() throws IOException {
        Map<String, String> actions = new TreeMap<>();
        json(run("plan", "--output", "json"))
                .path("work")
                .forEach(item -> actions.put(
                        item.path("target").asText(), item.path("action").asText()));
        return actions;
    }

    private Map<String, String> build() throws IOException {
        Map<String, String> states = new TreeMap<>();
        json(run("build", "--quiet", "--output", "json"))
                .path("targets")
                .forEach(target -> states.put(
                        target.path("target").asText(), target.path("state").asText()));
        return states;
    }

    /** @param planned what is said of each before, and what comes of it */
    private void expect(String change, String... planned) throws IOException {
        Map<String, String> actions = new TreeMap<>();
        Map<String, String> states = new TreeMap<>();
        for (int i = 0; i < planned.length; i += 3) {
            actions.put(planned[i] + ":1", planned[i + 1]);
            states.put(planned[i] + ":1", planned[i + 2]);
        }
        assertThat(plan()).as(change).isEqualTo(actions);
        assertThat(build()).as(change).isEqualTo(states);
    }

    @Test
    void whatIsPlannedIsWhatHappens() throws IOException {
        expect("a new fleet", base, "build", "ok", app, "build", "ok");
        expect("no change", base, "up to date", "up to date", app, "up to date", "up to date");
        assertThat(run("plan", "--exit-code").exitCode()).isZero();

        Files.setPosixFilePermissions(
                directory.resolve("images/" + base + "/motd"), PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(run("plan", "--exit-code").exitCode()).isEqualTo(1);
        expect("a mode", base, "build", "ok", app, "depends", "ok");

        fleet.file("images/" + base + "/notes", "nobody copies it");
        assertThat(run("explain", app).output())
                .contains(app + ":1 for linux/amd64: depends, since " + base + ":1 is built first")
                .contains("after " + base + ":1 for linux/amd64: build, since context changed")
                .doesNotContain("notes");
        assertThat(run("explain", base).output()).contains("added notes");
        expect("a file that no step copies", base, "build", "ok", app, "depends", "up to date");

        fleet.file("images/" + base + "/.dockerignore", "nothing\n");
        build();
        fleet.file("images/" + base + "/.dockerignore", "nothing\n\n# else\n");
        build();
        fleet.file("images/" + base + "/image.yml", "tags: [{name: '1'}]\nlabels: {a: b}\n");
        expect("a label", base, "build", "ok", app, "depends", "ok");
        fleet.file("images/" + app + "/image.yml", "tags: [{name: '1'}]\nbuild: {target: one}\n");
        assertThat(run("plan").output()).contains("stage changed from none to one");
        expect("a stage", base, "up to date", "up to date", app, "build", "ok");
    }

    @Test
    void aBaseThatMovesInItsRegistryIsAReason() throws IOException {
        String moving = REGISTRY + "/" + other + "-moving";
        Tool.run(
                "crane",
                "append",
                "--new_tag",
                moving + ":1",
                "--new_layer",
                layer("one").toString());
        fleet.image(
                other, "1", "FROM " + moving + ":1 AS unused\nFROM scratch\nCOPY --from=" + moving + ":1 /file /\n");
        build();
        expect(
                "no change",
                base,
                "up to date",
                "up to date",
                app,
                "up to date",
                "up to date",
                other,
                "up to date",
                "up to date");

        Tool.run(
                "crane",
                "append",
                "--new_tag",
                moving + ":1",
                "--new_layer",
                layer("two").toString());
        assertThat(run("plan", other).output())
                .containsPattern("base " + moving + ":1 moved from sha256:[0-9a-f]{12} to sha256:[0-9a-f]{12}");
        expect(
                "a base that moved",
                base,
                "up to date",
                "up to date",
                app,
                "up to date",
                "up to date",
                other,
                "build",
                "ok");
    }

    private Path layer(String content) throws IOException {
        Path file = Files.writeString(directory.resolve("file"), content);
        Path layer = directory.resolve(content + ".tar");
        Tool.run(
                "tar",
                "-cf",
                layer.toString(),
                "-C",
                directory.toString(),
                file.getFileName().toString());
        return layer;
    }

    @Test
    void theRegistryRemembersForEveryMachine() throws IOException {
        build();
        RegistryContent pushed = new RegistryContent(REGISTRY, app);
        String digest = pushed.digest("1");

        Tool.run("rm", "-r", directory.resolve("dist").toString());
        expect("an empty dist", base, "up to date", "up to date", app, "up to date", "up to date");
        assertThat(fleet.exists("dist/" + app + "/1/image.tar")).isFalse();

        Tool.run("crane", "delete", REGISTRY + "/" + app + "@" + digest);
        expect("an image that is lost", base, "up to date", "up to date", app, "build", "ok");

        Tool.run("crane", "delete", REGISTRY + "/" + app + "@" + pushed.digest("1"));
        expect(
                "an image that is lost, with its archive",
                base,
                "up to date",
                "up to date",
                app,
                "restore",
                "up to date");
    }

    @Test
    void aSavedPlanIsExecutedOrRefused() throws IOException {
        Path saved = directory.resolve("plan.json");
        Files.writeString(saved, run("plan", "--output", "json").output());
        assertThat(run("build", "--plan", "plan.json").output()).contains("2 ok");

        Result other = run("build", "--plan", "plan.json");
        assertThat(other.exitCode()).as("%s", other).isEqualTo(2);
        assertThat(other.errors())
                .contains("plan.json: error: the plan no longer holds for the build of " + base
                        + ":1 for linux/amd64: it was 'build, since it is new', and is 'up to date'")
                .contains("2 errors");
        // Changed for the same reason, but to something else than what was planned.
        fleet.file("images/" + base + "/motd", "approved");
        Files.writeString(saved, run("plan", "--output", "json").output());
        fleet.file("images/" + base + "/motd", "not approved");
        Result unapproved = run("build", "--plan", "plan.json");
        assertThat(unapproved.exitCode()).as("%s", unapproved).isEqualTo(2);
        assertThat(unapproved.errors())
                .contains("for the build of " + base + ":1 for linux/amd64: its inputs are not those of the plan");

        Files.writeString(saved, "{}");
        assertThat(run("build", "--plan", "plan.json").errors())
                .contains("the plan cannot be read: it is another document");
        assertThat(run("build", "--plan", "none.json").errors()).contains("none.json does not exist");
    }

    /** The builder is an address where nobody listens. */
    @Test
    void withoutAChangeNoBuilderIsNeeded() throws IOException {
        build();
        Program nowhere = new Program(directory).with("BUILDKIT_HOST", "tcp://127.0.0.1:" + UnusedPort.find());
        assertThat(json(nowhere.run("build", "--output", "json")).findValuesAsText("state"))
                .containsOnly("up to date");
        Tool.run("rm", "-r", directory.resolve("dist").toString());
        assertThat(json(nowhere.run("build", "--output", "json")).findValuesAsText("state"))
                .containsOnly("up to date");

        fleet.file("images/" + base + "/motd", "changed");
        assertThat(nowhere.run("plan").output()).contains("context changed").contains("2 images: 1 to build");
        Result failed = nowhere.run("build");
        assertThat(failed.exitCode()).isEqualTo(3);
        assertThat(failed.errors()).containsOnlyOnce("no BuildKit daemon answers at");
    }

    @Test
    void aPlanSaysWhatItCannotLearn() throws IOException {
        build();
        String nobody = "localhost:" + UnusedPort.find();

        Result plan = new Program(directory)
                .with("IMAGE_MANAGER_BUILD_REGISTRY", nobody)
                .run("plan");

        assertThat(plan.exitCode()).as("%s", plan).isZero();
        assertThat(plan.output()).contains("2 images: 0 to build, 2 up to date");
        assertThat(plan.errors())
                .contains("note: the build registry " + nobody + " cannot be used")
                .contains("it is assumed to have what the last build pushed, and nothing else");
    }

    @Test
    void aPlanIsACommentForAPullRequest() {
        assertThat(run("plan", "--output", "markdown").output())
                .startsWith(
                        "### Plan: 2 images: 2 to build, 0 up to date\n\n| target | step | platform | action | why |\n")
                .contains("| `" + base + ":1` | build | linux/amd64 | build | it is new |\n")
                .contains("| `" + app + ":1` | build | linux/amd64 | build | it is new; " + base
                        + ":1 is built first |\n");
        assertThat(directory.resolve("dist")).doesNotExist();
    }
}
