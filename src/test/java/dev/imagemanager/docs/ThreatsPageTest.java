package dev.imagemanager.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds docs/development/threats.md: each protection has a test that exists. */
class ThreatsPageTest {

    private static final MarkdownPage PAGE = MarkdownPage.read(Path.of("docs/development/threats.md"));
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:IT|Test))\\.(\\w+)`");

    @Test
    void everyThreatHasATestThatExists() throws IOException {
        List<String> rows = PAGE.lines().stream()
                .map(MarkdownPage.Line::text)
                .filter(text -> text.startsWith("| ") && !text.startsWith("| attack "))
                .toList();
        assertThat(rows).hasSizeGreaterThan(20);
        List<String> missing = new ArrayList<>();
        for (String row : rows) {
            List<String> tests = TEST.matcher(row.substring(row.lastIndexOf(" | ")))
                    .results()
                    .map(match -> match.group(1) + "." + match.group(2))
                    .toList();
            assertThat(tests).as(row).isNotEmpty();
            for (String test : tests) {
                if (!exists(test)) {
                    missing.add(test);
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    private static boolean exists(String test) throws IOException {
        String[] names = test.split("\\.");
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            for (Path file :
                    files.filter(path -> path.endsWith(names[0] + ".java")).toList()) {
                Matcher method = Pattern.compile("void " + names[1] + "\\(").matcher(Files.readString(file));
                if (method.find()) {
                    return true;
                }
            }
        }
        return false;
    }
}
