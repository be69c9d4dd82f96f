package dev.imagemanager.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Code that names a page names one of this repository, by its path, and a section that the page has:
 * {@code docs/concepts.md}, or with the heading in quotes {@code docs/reference/output.md, "JSON documents"}.
 */
class CitedPagesTest {

    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|(?<!:)//[^\n]*", Pattern.DOTALL);

    /** In a comment. */
    private static final String ANY_PAGE = "(?<![\\w:/.-])[A-Za-z0-9_][A-Za-z0-9_./-]*\\.md\\b";

    /** In a string, such as the reason for a rule of ArchUnit. */
    private static final String PAGE = "\\bdocs/[A-Za-z0-9_./-]+\\.md\\b";

    private static final String SECTION = "(?:,? \\(?\\\\?\"([^\"\\\\]+)\\\\?\")?";

    /** @param section empty for the page as a whole */
    record Citation(Path source, String page, String section) {

        boolean isRight() {
            Path file = Path.of(page);
            return Files.isRegularFile(file)
                    && (section.isEmpty() || MarkdownPage.read(file).headings().contains(section));
        }
    }

    private static List<Citation> citations() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            List<Citation> citations = new ArrayList<>();
            for (Path file : files.filter(path -> path.toString().endsWith(".java"))
                    .sorted()
                    .toList()) {
                String java = Files.readString(file);
                if (java.contains(".md")) {
                    citations.addAll(citations(file, java));
                }
            }
            return citations;
        }
    }

    private static List<Citation> citations(Path file, String java) {
        Stream<Citation> inComments = COMMENT.matcher(java)
                .results()
                .map(comment -> comment.group().replaceAll("\\s*\n\\s*(?:\\*|//)?\\s*", " "))
                .flatMap(comment -> citations(file, comment, ANY_PAGE));
        return Stream.concat(inComments, citations(file, COMMENT.matcher(java).replaceAll(""), PAGE))
                .toList();
    }

    private static Stream<Citation> citations(Path file, String text, String page) {
        return Pattern.compile("(" + page + ")" + SECTION)
                .matcher(text)
                .results()
                .map(found -> new Citation(file, found.group(1), sectionOf(found)));
    }

    private static String sectionOf(MatchResult citation) {
        return citation.group(2) == null ? "" : citation.group(2);
    }

    @Test
    void everyPageThatCodeNamesIsThere() throws IOException {
        List<Citation> citations = citations();

        assertThat(citations).hasSizeGreaterThan(10);
        assertThat(citations.stream().filter(citation -> !citation.isRight())).isEmpty();
    }

    @Test
    void whatIsNotThereIsNoticed() {
        Path file = Path.of("Some.java");
        String java =
                """
                /**
                 * As docs/concepts.md says, and README.md
                 * ("Commands"), but not NOWHERE.
                 */
                // See https://example.com/page.md
                .because("it is written (docs/concepts.md, \\"Nothing\\")");
                write("notes.md");
                """
                        .replace("NOWHERE", "nowhere.md");

        List<Citation> citations = citations(file, java);

        assertThat(citations)
                .containsExactly(
                        new Citation(file, "docs/concepts.md", ""),
                        new Citation(file, "README.md", "Commands"),
                        new Citation(file, "nowhere.md", ""),
                        new Citation(file, "docs/concepts.md", "Nothing"));
        assertThat(citations.stream().map(Citation::isRight)).containsExactly(true, true, false, false);
    }
}
