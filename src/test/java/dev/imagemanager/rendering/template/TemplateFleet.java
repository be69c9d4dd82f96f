package dev.imagemanager.rendering.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A fleet's directory with an engine for it; the template under test is {@code Dockerfile.tmpl}. */
final class TemplateFleet {

    static final Path TEMPLATE = Path.of("Dockerfile.tmpl");

    private final Path directory;

    TemplateFleet(Path directory) {
        this.directory = directory;
    }

    TemplateFleet with(String file, String text) {
        try {
            Path path = directory.resolve(file);
            Files.createDirectories(path.getParent());
            Files.write(path, text.getBytes(StandardCharsets.UTF_8));
            return this;
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    TemplateFleet withTemplate(String text) {
        return with(TEMPLATE.toString(), text);
    }

    Path directory() {
        return directory;
    }

    /** The output of a template that must have no problems. */
    String render(Map<String, Object> data) {
        Problems problems = new Problems();
        Optional<String> text = new TemplateEngine(directory).render(TEMPLATE, data, problems);
        assertThat(problems.errors()).isEmpty();
        return text.orElseThrow();
    }

    String render() {
        return render(SampleData.base());
    }

    /** The problems of a template that must have some. */
    List<String> problems(Map<String, Object> data) {
        Problems problems = new Problems();
        Optional<String> text = new TemplateEngine(directory).render(TEMPLATE, data, problems);
        assertThat(text).isEmpty();
        return problems.errors().stream().map(Problem::toString).toList();
    }

    List<String> problems() {
        return problems(SampleData.base());
    }
}
