package dev.imagemanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever stands in the files: it is a fleet, or its problems are told; nothing else comes out. More of them are tried
 * with {@code -Drobustness.runs=10000 -Drobustness.seed=1}.
 */
class RobustnessTest {

    private static final String FILE_SETTINGS = ".image-manager.yml";
    private static final String FILE_IMAGE = "images/app/image.yml";
    private static final String FILE_TEMPLATE = "images/app/Dockerfile.tmpl";
    private static final String FILE_FRAGMENT = "templates/apt.tmpl";

    private static final Map<String, String> SOUND = Map.of(
            FILE_SETTINGS,
            """
            build_registry: localhost:5050
            registries:
              - {url: ghcr.io/acme, username: "${NAME:me}", default: true}
            cache: {endpoint: http://s3, bucket: x, use_path_style: true}
            mirrors: {docker.io: localhost:5050}
            labels: {vendor: acme}
            versions: {node: 24.1.0}
            platforms: [linux/amd64]
            """,
            FILE_IMAGE,
            """
            name: app
            description: "An app"
            is_base_image: true
            platforms: [linux/amd64, linux/arm64]
            versions: {python: 3.13.7}
            variables: {packages: [curl, git], nested: {a: &x b, c: *x}}
            build: {target: last, secrets: [{id: token, env: TOKEN}, {id: file, src: f}], ssh: [default]}
            aliases: {latest: 1.2.3}
            auto_aliases: [major, minor]
            tags:
              - name: 1.2.3
                versions: {python: null}
              - name: 1.2.4
            variants:
              - name: slim
                tag_suffix: -slim
            """,
            FILE_TEMPLATE,
            """
            FROM alpine:{=versions.node} AS first
            {#include apt packages=variables.packages /}
            {#for p in variables.packages}
            RUN echo {=p} {=p_index ?: 'x'} ${HOME}
            {/for}
            {#if variant}RUN x{#else}RUN y{/if}
            {#switch tag.base}{#case '1.2.3'}RUN a{#else}RUN b{/switch}
            FROM first AS last
            COPY --from=first / /
            """,
            FILE_FRAGMENT,
            "RUN apt-get install {=packages.join(' ')} {! why !} {| {raw} |}\n");

    private static final List<String> PIECES = List.of(
            "",
            " ",
            "\n",
            "  ",
            ":",
            "- ",
            "[",
            "]",
            "{",
            "}",
            "'",
            "\"",
            "#",
            "&a",
            "*a",
            "!x",
            "|",
            ">",
            "%",
            "@",
            "`",
            "\t",
            "\r",
            "\u0000",
            "\u0001",
            "\ufeff",
            "é",
            "🐳",
            "null",
            "~",
            "true",
            "-",
            "..",
            "/",
            "../..",
            "1.0.0",
            "${X}",
            "${",
            "$$",
            "{=",
            "{#if ",
            "{/if}",
            "{#for ",
            "{#include ",
            "{!",
            "{|",
            "?:",
            "name:",
            "tags:",
            "---\n",
            "<<: *x",
            "x".repeat(300),
            "FROM ",
            "FROM app:1",
            "COPY --from=",
            "\\\n",
            "<<EOF\n",
            "[[",
            "((");

    @Test
    void mistakesAreToldNotThrown(@TempDir Path scratch) {
        int runs = Integer.getInteger("robustness.runs", 100);
        Random random = new Random(Long.getLong("robustness.seed", 7L));
        for (int run = 0; run < runs; run++) {
            TestFleet fleet = new TestFleet(scratch);
            SOUND.forEach(fleet::with);
            String file = List.of(FILE_SETTINGS, FILE_IMAGE, FILE_IMAGE, FILE_TEMPLATE, FILE_FRAGMENT)
                    .get(random.nextInt(5));
            byte[] broken = broken(SOUND.get(file), random);
            fleet.with(file, broken);
            try {
                fleet.generate();
            } catch (InputException told) {
                assertThat(told.problems()).isNotEmpty().allMatch(Problem::isError);
            } catch (RuntimeException | Error thrown) {
                fail(file + " made of\n" + new String(broken, StandardCharsets.UTF_8), thrown);
            }
        }
    }

    @Test
    void theSoundFleetIsSound(@TempDir Path scratch) {
        TestFleet fleet = new TestFleet(scratch);
        SOUND.forEach(fleet::with);

        assertThat(fleet.generate().fleet().targets()).hasSize(4);
    }

    /** Some places cut, doubled or replaced. */
    private static byte[] broken(String sound, Random random) {
        StringBuilder text = new StringBuilder(sound);
        for (int change = random.nextInt(3); change >= 0; change--) {
            int start = random.nextInt(text.length() + 1);
            int end = Math.min(text.length(), start + random.nextInt(12));
            text.replace(start, end, PIECES.get(random.nextInt(PIECES.size())));
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(20) == 0 && bytes.length > 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(50) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
    }
}
