package dev.imagemanager.rendering;

import dev.imagemanager.model.Fleet;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TemplateFile;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.SourceLocation;
import dev.imagemanager.rendering.template.TemplateEngine;
import dev.imagemanager.rendering.template.TextOrigin;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where the lines of a generated Dockerfile come from. Reads templates when it is asked first. Safe for use by several threads. */
public final class DockerfileOrigin {

    private final Fleet fleet;
    private final RenderedTarget rendered;
    private Optional<TextOrigin> known;

    public DockerfileOrigin(Fleet fleet, RenderedTarget rendered) {
        this.fleet = fleet;
        this.rendered = rendered;
    }

    /**
     * Moves a problem from a line of the generated Dockerfile to that of the template, as far as that is known: templates may
     * have changed meanwhile.
     */
    public Problem explain(Problem problem) {
        Path dockerfile = OutputPaths.dockerfile(rendered.target().name());
        Optional<SourceLocation> generated =
                problem.location().filter(place -> place.file().equals(dockerfile) && place.line() > 0);
        Optional<SourceLocation> source = generated.flatMap(place -> of(place.line()));
        if (source.isEmpty()) {
            return problem;
        }
        String line = "it is line " + generated.get().line() + " of " + dockerfile;
        return problem.at(source.get())
                .withHint(problem.hint().map(hint -> line + "; " + hint).orElse(line));
    }

    private Optional<SourceLocation> of(int line) {
        TemplateFile template = rendered.target().tag().dockerfile();
        return template.rendered()
                ? origin(template.file()).flatMap(origin -> origin.of(line))
                : Optional.of(new SourceLocation(template.file(), line, 0));
    }

    private synchronized Optional<TextOrigin> origin(Path template) {
        if (known == null) {
            known = TemplateEngine.origin(
                    fleet.directory(), template, data(), new String(rendered.dockerfileText(), StandardCharsets.UTF_8));
        }
        return known;
    }

    private Map<String, Object> data() {
        Target target = rendered.target();
        return TargetData.of(target, target.image().allAliases(), new BaseImages(fleet, target, true));
    }
}
