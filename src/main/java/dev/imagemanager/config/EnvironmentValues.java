package dev.imagemanager.config;

import dev.imagemanager.config.yaml.YamlNode;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.problem.SourceLocation;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values of {@code .image-manager.yml}: {@code ${NAME}} and {@code ${NAME:default}} are replaced by environment
 * variables, {@code $$} by a dollar sign, and environment variables named after a key override the file. Messages do
 * not contain values, since they may be secrets.
 */
final class EnvironmentValues implements Values {

    private static final Pattern REFERENCE = Pattern.compile(
            "\\$\\$|\\$\\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(?::(?<default>[^}]{0,1024}+))?}|(?<stray>\\$\\{)");

    private final Environment environment;

    EnvironmentValues(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Optional<String> override(String path) {
        return environment.override(path).map(Environment.Override::value);
    }

    @Override
    public boolean hasOverrideBelow(String path) {
        return environment.variableBelow(path).isPresent();
    }

    @Override
    public SourceLocation overrideLocation(String path) {
        String variable = environment
                .override(path)
                .map(Environment.Override::variable)
                .or(() -> environment.variableBelow(path))
                .orElse(path);
        return SourceLocation.wholeFile(Path.of("environment variable " + variable));
    }

    @Override
    public Optional<String> expand(String path, YamlNode.Scalar scalar, Problems problems) {
        if (scalar.text().indexOf('$') < 0) {
            return Optional.of(scalar.text());
        }
        Matcher matcher = REFERENCE.matcher(scalar.text());
        StringBuilder expanded = new StringBuilder();
        boolean complete = true;
        while (matcher.find()) {
            Optional<String> value = Optional.of("$");
            if (matcher.group("stray") != null) {
                problems.add(
                        Problem.error(scalar.location(), "'" + path + "' has a '${' that does not start a variable")
                                .withHint("write ${NAME} or ${NAME:default}, or $${ for the text '${'"));
                return Optional.empty();
            } else if (matcher.group("name") != null) {
                String name = matcher.group("name");
                value = environment.variable(name).or(() -> Optional.ofNullable(matcher.group("default")));
                if (value.isEmpty()) {
                    problems.add(Problem.error(
                                    scalar.location(),
                                    "'" + path + "' needs the environment variable " + name + ", which is not set")
                            .withHint("set it, or write ${" + name + ":default}"));
                }
            }
            complete &= value.isPresent();
            matcher.appendReplacement(expanded, Matcher.quoteReplacement(value.orElse("")));
        }
        return complete ? Optional.of(matcher.appendTail(expanded).toString()) : Optional.empty();
    }

    @Override
    public boolean mayBeShown() {
        return false;
    }
}
