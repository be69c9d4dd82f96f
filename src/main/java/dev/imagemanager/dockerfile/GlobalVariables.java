package dev.imagemanager.dockerfile;

import dev.imagemanager.problem.Excerpt;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.problem.SourceLocation;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The variables that {@code FROM} can use: the predefined ones and each {@code ARG} before the first {@code FROM}, with
 * its build argument or default.
 *
 * <p>Rules: {@code buildMetaArgs} of BuildKit's {@code dockerfile2llb}.
 */
final class GlobalVariables {

    private final Dockerfile dockerfile;
    private final Problems problems;
    private final Map<String, String> values;
    private final Set<String> declared = new LinkedHashSet<>();

    GlobalVariables(Dockerfile dockerfile, BuildArguments arguments, Problems problems) {
        this.dockerfile = dockerfile;
        this.problems = problems;
        int last = dockerfile.stages().size() - 1;
        this.values = arguments.predefined(dockerfile.stages().get(last).name());
        dockerfile.globalArguments().stream()
                .flatMap(argument -> argument.variables().stream())
                .forEach(variable -> define(variable, arguments.values()));
    }

    /** Returns the expanded word; empty if a problem was added, also if the result is an empty string. */
    Optional<String> expand(Word word) {
        Optional<String> text = expand(word.text(), word.location()).map(ShellLexer.Expansion::text);
        if (text.isPresent() && text.get().isEmpty()) {
            Problem problem = Problem.error(word.location(), "'" + word.text() + "' is empty after expansion");
            problems.add(hintForUnset(word).map(problem::withHint).orElse(problem));
        }
        return text.filter(name -> !name.isEmpty());
    }

    /** Returns the value that a stage gets that declares the variable without one. */
    Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** Returns a hint if a variable of the word has no value. */
    Optional<String> hintForUnset(Word word) {
        return expand(word.text(), word.location())
                .flatMap(expansion -> expansion.unset().stream().findFirst())
                .map(this::hint);
    }

    private void define(Instruction.Arg.Variable variable, Map<String, String> buildArguments) {
        declared.add(variable.name());
        String argument = buildArguments.get(variable.name());
        Optional<String> value = argument != null
                ? Optional.of(argument)
                : variable.defaultValue()
                        .flatMap(text -> expand(text, variable.location()))
                        .map(ShellLexer.Expansion::text);
        value.ifPresent(text -> values.put(variable.name(), text));
    }

    private Optional<ShellLexer.Expansion> expand(String text, SourceLocation location) {
        try {
            return Optional.of(ShellLexer.expand(text, dockerfile.escape(), values));
        } catch (ShellSyntaxException e) {
            problems.add(Problem.error(location, Excerpt.of(text) + " cannot be expanded: " + e.getMessage()));
            return Optional.empty();
        }
    }

    private String hint(String name) {
        if (declared.contains(name)) {
            return "give ARG " + name + " a default, or set the build argument";
        }
        boolean inStage = dockerfile.stages().stream()
                .flatMap(stage -> stage.instructions().stream())
                .filter(Instruction.Arg.class::isInstance)
                .flatMap(instruction -> ((Instruction.Arg) instruction).variables().stream())
                .anyMatch(variable -> variable.name().equals(name));
        return inStage
                ? "ARG " + name + " is declared in a stage; FROM can only use those before the first FROM"
                : "declare ARG " + name + "=<default> before the first FROM";
    }
}
