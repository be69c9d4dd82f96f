package dev.imagemanager.rendering.template;

import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.SourceLocation;
import io.quarkus.qute.Mapper;
import io.quarkus.qute.ResolutionContext;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * One template file while it is rendered: its variables and its includes. Part of Qute's scopes, so that problems can
 * be reported with their file.
 */
public final class Frame implements Mapper {

    private static final Pattern LOOP_FACT =
            Pattern.compile(".+_(count|index|indexParity|hasNext|isFirst|isLast|isOdd|odd|isEven|even)");

    private final Path file;
    private final Map<String, Object> variables;
    private final Optional<Include> includedBy;
    private final Budget budget;
    private final Consumer<Problem> problems;

    private record Include(Frame frame, SourceLocation place) {}

    private Frame(
            Path file,
            Map<String, Object> variables,
            Optional<Include> includedBy,
            Budget budget,
            Consumer<Problem> problems) {
        this.file = file;
        this.variables = variables;
        this.includedBy = includedBy;
        this.budget = budget;
        this.problems = problems;
    }

    static Frame root(Path file, Map<String, Object> data, Budget budget, Consumer<Problem> problems) {
        return new Frame(file, data, Optional.empty(), budget, problems);
    }

    /** @param place the position of the include in this frame's template */
    Frame include(SourceLocation place, Path fragment, Map<String, Object> arguments) {
        budget.takeSteps(1);
        return new Frame(fragment, arguments, Optional.of(new Include(this, place)), budget, problems);
    }

    static Frame of(ResolutionContext context) {
        for (ResolutionContext scope = context; scope != null; scope = scope.getParent()) {
            if (scope.getData() instanceof Frame frame) {
                return frame;
            }
        }
        throw new IllegalStateException("rendered without a frame");
    }

    /** Returns the names that an expression can start with, without loop metadata such as {@code x_count}. */
    static Set<String> visibleNames(ResolutionContext context) {
        Set<String> names = new LinkedHashSet<>();
        for (ResolutionContext scope = context; scope != null; scope = scope.getParent()) {
            if (scope.getData() instanceof Mapper mapper) {
                names.addAll(mapper.mappedKeys());
            }
        }
        names.removeIf(name -> LOOP_FACT.matcher(name).matches());
        return names;
    }

    Path file() {
        return file;
    }

    Budget budget() {
        return budget;
    }

    boolean isFragment() {
        return includedBy.isPresent();
    }

    /** Reports a problem in this frame's file, with the includes that led to it. */
    void report(Problem problem) {
        budget.takeProblem();
        Optional<String> includes = includedBy.map(Frame::chain);
        problems.accept(includes.map(chain ->
                        problem.withHint(problem.hint().map(hint -> hint + "; ").orElse("") + chain))
                .orElse(problem));
    }

    private static String chain(Include include) {
        return "included by " + include.place()
                + include.frame().includedBy.map(outer -> ", " + chain(outer)).orElse("");
    }

    @Override
    public boolean appliesTo(String key) {
        return variables.get(key) != null;
    }

    @Override
    public Object get(String key) {
        return variables.get(key);
    }

    @Override
    public Set<String> mappedKeys() {
        return variables.keySet();
    }
}
