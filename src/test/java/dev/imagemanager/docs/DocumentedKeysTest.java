package dev.imagemanager.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.TestFleet;
import dev.imagemanager.docs.MarkdownPage.Line;
import dev.imagemanager.problem.ExitCode;
import dev.imagemanager.problem.Problem;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The reference has the keys that the program reads, all of them and no others. What it reads is taken from what it says
 * about a key that is far from any.
 */
class DocumentedKeysTest {

    private static final String UNKNOWN = "qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq";
    private static final Pattern WHERE = Pattern.compile("unknown key '" + UNKNOWN + "'(?: in '(.*)')?");
    private static final String HINT = "known keys: ";

    @TempDir
    Path directory;

    /** By path, {@code registries[].url}. */
    private Set<String> known(String file, String text) {
        List<Problem> problems = TestFleet.small(directory)
                .with(file, text.replace("?", UNKNOWN + ": 1"))
                .problems();
        Set<String> keys = new TreeSet<>();
        for (Problem problem : problems) {
            WHERE.matcher(problem.message()).results().forEach(match -> {
                String path = match.group(1) == null ? "" : match.group(1).replaceAll("\\[\\d+]", "[]") + ".";
                String hint = problem.hint().orElseThrow();
                assertThat(hint).startsWith(HINT);
                Stream.of(hint.substring(HINT.length()).split(", "))
                        .map(key -> path + key)
                        .forEach(keys::add);
            });
        }
        return keys;
    }

    /** The keys in the first column; {@code .b} behind {@code a[].c} is {@code a[].b}. */
    private static Set<String> documented(Stream<Line> lines, String path) {
        Set<String> keys = new TreeSet<>();
        lines.filter(line -> line.text().startsWith("| `")).forEach(line -> {
            String previous = "";
            for (String key : new Line(0, line.text().split("(?<!\\\\)\\|")[1], null).codeSpans()) {
                previous = key.startsWith(".") ? behind(previous, key) : key;
                keys.add(path + previous);
            }
        });
        return keys;
    }

    private static String behind(String previous, String ending) {
        List<String> parts = Arrays.asList(previous.split("\\."));
        int kept = parts.size() - (ending.split("\\.").length - 1);
        return String.join(".", parts.subList(0, kept)) + ending;
    }

    @Test
    void theFleetsConfiguration() {
        MarkdownPage page = MarkdownPage.read(Path.of("docs/reference/configuration.md"));

        Set<String> known = known(
                ".image-manager.yml",
                """
                ?
                registries: [{?}]
                cache: {?}
                timeout: {?}
                builder_tls: {?}
                memory: {?}
                publish: {?, sign: {?}}
                prune: {?}
                services: {?, registry: {?}, garage: {?}, buildkitd: {?}, dind: {?}}
                """);

        known.removeIf(key -> key.matches("services\\.[a-z]+"));
        assertThat(known).contains("build_registry", "services.buildkitd.gc_keep", "cache.bucket");
        Set<String> documented = documented(page.section(null).stream(), "");
        for (String title : List.of("Services", "Layer cache", "Registries", "Publishing", "Clean-up")) {
            documented.addAll(documented(page.section(title).stream(), ""));
        }
        assertThat(documented).isEqualTo(known);
    }

    @Test
    void definitions() {
        MarkdownPage page = MarkdownPage.read(Path.of("docs/reference/image-yml.md"));

        Set<String> known = known(
                "images/app/image.yml",
                """
                ?
                tags: [{name: 1.0.0, ?}]
                variants: [{name: slim, tag_suffix: -slim, ?}]
                build: {?, secrets: [{id: token, env: TOKEN, ?}]}
                timeout: {?}
                """);

        assertThat(known).contains("name", "tags[].versions", "build.secrets[].src");
        Set<String> documented = documented(page.section(null).stream(), "");
        documented.addAll(documented(page.section("tags").stream(), "tags[]."));
        documented.addAll(documented(page.section("variants").stream(), "variants[]."));
        documented.addAll(documented(page.section("build").stream(), "build."));
        documented.addAll(documented(page.section("timeout").stream(), "timeout."));
        assertThat(documented).isEqualTo(known);
    }

    @Test
    void exitCodes() {
        Set<String> documented = MarkdownPage.read(Path.of("docs/reference/exit-codes.md")).prose().stream()
                .map(line -> line.text().split(" ")[Math.min(1, line.text().split(" ").length - 1)])
                .filter(cell -> cell.matches("\\d+"))
                .collect(Collectors.toSet());

        assertThat(documented)
                .isEqualTo(Arrays.stream(ExitCode.values())
                        .map(code -> Integer.toString(code.number()))
                        .collect(Collectors.toSet()));
    }
}
