package dev.imagemanager.rendering.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.problem.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplateEngineTest {

    @TempDir
    Path directory;

    @Test
    void readsEachFileOnce() throws IOException {
        new TemplateFleet(directory).withTemplate("{#include a /}").with("templates/a", "{=versions.uv}\n");
        TemplateEngine engine = new TemplateEngine(directory);
        Problems problems = new Problems();
        engine.render(TemplateFleet.TEMPLATE, SampleData.base(), problems);
        Files.writeString(directory.resolve("Dockerfile.tmpl"), "changed");
        Files.writeString(directory.resolve("templates/a"), "changed");

        Map<String, Object> data = Map.of("versions", Map.of("uv", "1"));
        assertThat(engine.render(TemplateFleet.TEMPLATE, data, problems)).contains("1\n");
        assertThat(engine.render(directory.resolve("Dockerfile.tmpl"), data, problems))
                .contains("1\n");
    }

    @Test
    void problemsOfOneRenderingDoNotStayForTheNext() {
        new TemplateFleet(directory).withTemplate("{=x}");
        TemplateEngine engine = new TemplateEngine(directory);
        Problems problems = new Problems();

        assertThat(engine.render(TemplateFleet.TEMPLATE, Map.of(), problems)).isEmpty();
        assertThat(engine.render(TemplateFleet.TEMPLATE, Map.of("x", "1"), problems))
                .contains("1");
        assertThat(problems.errorCount()).isEqualTo(1);
    }

    @Test
    void theFleetMayBeReachedThroughALink() throws IOException {
        Path fleet = Files.createDirectory(directory.resolve("fleet"));
        new TemplateFleet(fleet).withTemplate("{#include a /}").with("templates/a", "{=x}");
        Path link = Files.createSymbolicLink(directory.resolve("link"), fleet);
        Problems problems = new Problems();

        new TemplateEngine(link).render(link.resolve("Dockerfile.tmpl"), Map.of(), problems);

        assertThat(problems.errors())
                .singleElement()
                .asString()
                .isEqualTo("templates/a:1:3: there is no variable 'x' (there are no variables here;"
                        + " for an optional argument, write x??; included by Dockerfile.tmpl:1:1)");
    }

    @Test
    void severalThreadsMayRenderAtOnce() throws Exception {
        new TemplateFleet(directory)
                .withTemplate("{#for i in items}{#let n=i}{#include a n2=n /}{/let}{/for}{=missing}")
                .with("templates/a", "{=n}{=n2}{=own},");
        TemplateEngine engine = new TemplateEngine(directory);
        List<Callable<String>> renderings = new ArrayList<>();
        for (int task = 0; task < 200; task++) {
            String own = "t" + task;
            renderings.add(() -> {
                Problems problems = new Problems();
                Map<String, Object> data =
                        Map.of("items", List.of("a", "b"), "own", own, own.endsWith("7") ? "absent" : "missing", "");
                String text =
                        engine.render(TemplateFleet.TEMPLATE, data, problems).orElse("none");
                return text.equals("aa" + own + ",bb" + own + ",") && !problems.hasErrors()
                                || own.endsWith("7") && text.equals("none") && problems.errorCount() == 1
                        ? ""
                        : text + problems.errors();
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (Future<String> rendering : threads.invokeAll(renderings)) {
                assertThat(rendering.get()).isEmpty();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
