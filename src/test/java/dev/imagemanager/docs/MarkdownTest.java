package dev.imagemanager.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.docs.MarkdownPage.Line;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pages hold together: links lead somewhere, tables are tables, and each page can be found. */
class MarkdownTest {

    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern CELL_BORDER = Pattern.compile("(?<!\\\\)\\|");
    private static final Path MAP = Path.of("docs/README.md");

    static List<MarkdownPage> pages() {
        return MarkdownPage.all();
    }

    private static List<String> links(Line line) {
        return LINK.matcher(line.text().replaceAll("`[^`]*`", "`code`"))
                .results()
                .map(match -> match.group(1))
                .filter(target -> !target.startsWith("https://"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void relativeLinksLeadToAFileAndAHeading(MarkdownPage page) {
        List<String> dead = new ArrayList<>();
        for (Line line : page.prose()) {
            for (String target : links(line)) {
                String[] parts = target.split("#", 2);
                Path file = parts[0].isEmpty()
                        ? page.file()
                        : page.file().resolveSibling(parts[0]).normalize();
                boolean isThere = Files.exists(file)
                        && (parts.length == 1
                                || MarkdownPage.read(file).anchors().contains(parts[1]));
                if (!isThere) {
                    dead.add(target + " in " + page.at(line));
                }
            }
        }
        assertThat(dead).isEmpty();
    }

    /** A row of its own, without a head, is shown as text. */
    @ParameterizedTest
    @MethodSource("pages")
    void tablesHaveAHeadAndAsManyCellsInEveryRow(MarkdownPage page) {
        List<String> broken = new ArrayList<>();
        int cells = 0;
        List<Line> lines = page.lines();
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            boolean isRow = line.isProse() && line.text().startsWith("|");
            if (isRow && cells == 0) {
                boolean isHead = i + 1 < lines.size() && lines.get(i + 1).text().matches("\\|[-:| ]+\\|");
                if (!isHead) {
                    broken.add(page.at(line));
                }
                cells = cells(line);
            } else if (isRow && cells(line) != cells) {
                broken.add(page.at(line));
            } else if (!isRow) {
                cells = 0;
            }
        }
        assertThat(broken).isEmpty();
    }

    private static int cells(Line row) {
        return (int) CELL_BORDER.matcher(row.text()).results().count() - 1;
    }

    @Test
    void theMapNamesEveryPage() {
        List<Path> named = MarkdownPage.read(MAP).prose().stream()
                .flatMap(line -> links(line).stream())
                .map(target ->
                        MAP.resolveSibling(target.replaceFirst("#.*", "")).normalize())
                .toList();

        assertThat(named)
                .containsAll(pages().stream()
                        .map(MarkdownPage::file)
                        .filter(file -> file.startsWith("docs") && !file.equals(MAP))
                        .toList());
    }
}
