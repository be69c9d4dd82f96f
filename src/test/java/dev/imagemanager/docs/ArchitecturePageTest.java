package dev.imagemanager.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.docs.MarkdownPage.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The architecture page describes what there is: its layers, packages, types and its example are those of the code. */
class ArchitecturePageTest {

    private static final Path MAIN = Path.of("src/main/java/dev/imagemanager");
    private static final Path TEST = Path.of("src/test/java/dev/imagemanager");
    private static final MarkdownPage PAGE = MarkdownPage.read(Path.of("docs/development/architecture.md"));

    /** The only section about what is not there yet. */
    private static final String FUTURE = "Where will it go";

    private static final Pattern PACKAGE = Pattern.compile("[a-z0-9]+(?:\\.[a-z0-9]+)*");
    private static final Pattern TYPE = Pattern.compile("[A-Z]\\w*[a-z]\\w*(?:\\.[A-Z]\\w*)?");
    private static final Pattern DECLARATION = Pattern.compile("\\b(?:class|interface|record|enum) ([A-Z]\\w*)");
    private static final Pattern RULE =
            Pattern.compile("whereLayer\\(\"(\\w+)\"\\)\\s*\\.\\w+\\(([^)]*)\\)", Pattern.DOTALL);
    private static final Pattern QUOTED = Pattern.compile("\"(\\w+)\"");

    private static Set<String> packages() throws IOException {
        try (Stream<Path> files = Files.walk(MAIN)) {
            return files.filter(file -> file.endsWith("package-info.java"))
                    .map(file -> MAIN.relativize(file.getParent()).toString().replace('/', '.'))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Stream<String> codeSpans(Stream<Line> lines) {
        return lines.flatMap(line -> line.codeSpans().stream());
    }

    private static List<Line> present() {
        List<Line> lines = new ArrayList<>(PAGE.prose());
        lines.removeAll(PAGE.section(FUTURE));
        return lines;
    }

    private static Set<String> namedPackages(Set<String> layers) {
        return codeSpans(present().stream())
                .filter(span -> PACKAGE.matcher(span).matches())
                .filter(span -> layers.contains(span.split("\\.")[0]))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void thePackagesAreThoseOfTheProgram() throws IOException {
        Set<String> packages = packages();
        Set<String> layers = packages.stream().map(name -> name.split("\\.")[0]).collect(Collectors.toSet());

        assertThat(namedPackages(layers)).isEqualTo(packages);
    }

    @Test
    void theLayersMayImportWhatTheTestOfTheArchitectureLetsThem() throws IOException {
        TreeMap<String, Set<String>> rules = new TreeMap<>();
        RULE.matcher(Files.readString(TEST.resolve("ArchitectureTest.java")))
                .results()
                .forEach(rule -> rules.put(
                        rule.group(1),
                        QUOTED.matcher(rule.group(2))
                                .results()
                                .map(layer -> layer.group(1))
                                .collect(Collectors.toSet())));

        TreeMap<String, Set<String>> written = new TreeMap<>();
        for (Line row : PAGE.section("Layers")) {
            String[] cells = row.text().split("\\|");
            if (cells.length == 4 && cells[1].strip().matches("`\\w+`")) {
                written.put(cells[1].strip().replace("`", ""), new HashSet<>(new Line(0, cells[3], null).codeSpans()));
            }
        }

        assertThat(rules).hasSizeGreaterThan(10);
        assertThat(written).isEqualTo(rules);
    }

    /** By the name of its file; a nested one also by that and its own, as in {@code Step.Execution}. */
    private static Set<String> types() throws IOException {
        Set<String> types = new HashSet<>();
        for (Path root : List.of(MAIN, TEST)) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    String outer = file.getFileName().toString().replace(".java", "");
                    DECLARATION.matcher(Files.readString(file)).results().forEach(type -> {
                        types.add(type.group(1));
                        types.add(outer + "." + type.group(1));
                    });
                }
            }
        }
        return types;
    }

    @Test
    void theTypesAreThoseOfTheCode() throws IOException {
        Set<String> named = codeSpans(PAGE.prose().stream())
                .filter(span -> TYPE.matcher(span).matches())
                .collect(Collectors.toSet());

        assertThat(named).hasSizeGreaterThan(30);
        assertThat(types()).containsAll(named);
    }

    @Test
    void theExampleIsOneOfTheTests() throws IOException {
        Set<String> code = Files.readAllLines(TEST.resolve("pipeline/run/MeasureStep.java")).stream()
                .map(String::strip)
                .collect(Collectors.toSet());

        List<String> example = PAGE.lines().stream()
                .filter(line -> "java".equals(line.language()))
                .map(line -> line.text().strip())
                .filter(text -> !text.equals("…"))
                .toList();

        assertThat(example).hasSizeGreaterThan(10);
        assertThat(code).containsAll(example);
    }
}
