package dev.imagemanager.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A page of the documentation, as far as tests read it: prose apart from fenced blocks. */
record MarkdownPage(Path file, List<Line> lines) {

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern HEADING = Pattern.compile("^#{1,6} +(.*?) *$");
    private static final String FENCE = "```";

    /**
     * @param number from 1
     * @param language of the fenced block that the line is in, empty when none is said; null for prose
     */
    record Line(int number, String text, String language) {

        boolean isProse() {
            return language == null;
        }

        List<String> codeSpans() {
            return CODE.matcher(text)
                    .results()
                    .map(match -> match.group(1).replace("\\|", "|"))
                    .toList();
        }
    }

    /** Every page that people read. */
    static List<MarkdownPage> all() {
        return Stream.of(
                        Path.of("docs"),
                        Path.of("dev"),
                        Path.of("bench"),
                        Path.of("README.md"),
                        Path.of("CONTRIBUTING.md"),
                        Path.of("SECURITY.md"),
                        Path.of("CHANGELOG.md"))
                .flatMap(MarkdownPage::filesIn)
                .sorted()
                .map(MarkdownPage::read)
                .toList();
    }

    private static Stream<Path> filesIn(Path place) {
        try (Stream<Path> files = Files.walk(place)) {
            return files.filter(file -> file.toString().endsWith(".md")).toList().stream();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static MarkdownPage read(Path file) {
        try {
            List<Line> lines = new ArrayList<>();
            String language = null;
            for (String text : Files.readAllLines(file)) {
                boolean isFence = text.strip().startsWith(FENCE);
                if (isFence) {
                    language = language == null ? text.strip().substring(FENCE.length()) : null;
                } else {
                    lines.add(new Line(lines.size() + 1, text, language));
                    continue;
                }
                lines.add(new Line(lines.size() + 1, "", ""));
            }
            return new MarkdownPage(file, lines);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    List<Line> prose() {
        return lines.stream().filter(Line::isProse).toList();
    }

    Set<String> headings() {
        return prose().stream()
                .flatMap(line -> HEADING.matcher(line.text()).results())
                .map(heading -> heading.group(1))
                .collect(Collectors.toSet());
    }

    /** What a link may name behind {@code #}, made of headings as GitHub does. */
    Set<String> anchors() {
        Set<String> anchors = new HashSet<>();
        Map<String, Integer> seen = new HashMap<>();
        for (Line line : prose()) {
            HEADING.matcher(line.text()).results().map(MarkdownPage::anchor).forEach(anchor -> {
                int count = seen.merge(anchor, 1, Integer::sum);
                anchors.add(count == 1 ? anchor : anchor + "-" + (count - 1));
            });
        }
        return anchors;
    }

    private static String anchor(MatchResult heading) {
        return heading.group(1)
                .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    /** The lines below a heading, up to the next one; those above the first for null. */
    List<Line> section(String title) {
        List<Line> section = new ArrayList<>();
        boolean isInside = title == null;
        for (Line line : prose()) {
            if (line.text().startsWith("## ")) {
                isInside = line.text().equals("## " + title);
            } else if (isInside) {
                section.add(line);
            }
        }
        return section;
    }

    /** For messages: where a reader finds it. */
    String at(Line line) {
        return file + ":" + line.number() + ": " + line.text();
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
