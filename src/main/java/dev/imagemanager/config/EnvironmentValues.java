package dev.imagemanager.config;

import dev.imagemanager.config.yaml.YamlNode;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.problem.SourceLocation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values of {@code .image-manager.yml}: {@code ${NAME}} and {@code ${NAME:default}} are replaced by environment
 * variables, {@code $$} by a dollar sign, and environment variables named after a key override the file. Messages do
 * not contain values, since they may be secrets.
 *
 * <p>Any variable may be used in keys for addresses and credentials. Values of the other keys become part of images and
 * generated files, so that they may only use variables that the key {@code environment} lists.
 */
final class EnvironmentValues implements Values {

    private static final Pattern REFERENCE = Pattern.compile(
            "\\$\\$|\\$\\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(?::(?<default>[^}]{0,1024}+))?}|(?<stray>\\$\\{)");

    private static final String REMEDY = "set it to text in UTF-8";

    /** Keys that hold addresses and credentials. */
    static final Set<String> CONNECTIONS = Set.of(
            "build_registry",
            "registries",
            "mirrors",
            "cache",
            "services",
            "tools_mirror",
            "builders",
            "builder_tls",
            "publish",
            "memory");

    private static final Pattern CREDENTIAL =
            Pattern.compile("registries\\[[0-9]+]\\.(username|password)|cache\\.(access_key|secret_key)|memory\\.key");

    private final Environment environment;
    private final boolean isTrusted;
    private final Set<String> listed = new HashSet<>();
    private final Set<String> allowed;
    private final List<EnvironmentUse> uses = new ArrayList<>();

    /** @param isTrusted whether the fleet may use variables at all */
    EnvironmentValues(Environment environment, boolean isTrusted) {
        this.environment = environment;
        this.isTrusted = isTrusted;
        this.allowed = Permission.givenVariables(environment);
    }

    /** Allows variables in all keys. */
    void list(Collection<String> names) {
        listed.addAll(names);
    }

    /** Returns the uses so far. */
    List<EnvironmentUse> uses() {
        return List.copyOf(uses);
    }

    @Override
    public Optional<String> override(String path) {
        Optional<Environment.Override> override = environment.override(path);
        if (override.filter(given -> isDamaged(given.value())).isPresent()) {
            throw new InputException(Problem.error("the value of the environment variable "
                            + override.get().variable() + " is not UTF-8")
                    .withHint(REMEDY));
        }
        return override.map(Environment.Override::value);
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
                if (!isTrusted) {
                    value = defaultInsteadOf(name, matcher.group("default"), path, scalar.location(), problems);
                } else if (mayUse(name, path, scalar.location(), problems)) {
                    uses.add(new EnvironmentUse(
                            name,
                            path,
                            scalar.location(),
                            CREDENTIAL.matcher(path).matches()));
                    value = environment.variable(name).or(() -> Optional.ofNullable(matcher.group("default")));
                    if (value.isEmpty()) {
                        problems.add(Problem.error(
                                        scalar.location(),
                                        "'" + path + "' needs the environment variable " + name + ", which is not set")
                                .withHint("set it, or write ${" + name + ":default}"));
                    } else if (isDamaged(value.get())) {
                        problems.add(Problem.error(
                                        scalar.location(),
                                        "'" + path + "' needs the environment variable " + name
                                                + ", whose value is not UTF-8")
                                .withHint(REMEDY));
                        value = Optional.empty();
                    }
                } else {
                    value = Optional.empty();
                }
            }
            complete &= value.isPresent();
            matcher.appendReplacement(expanded, Matcher.quoteReplacement(value.orElse("")));
        }
        return complete ? Optional.of(matcher.appendTail(expanded).toString()) : Optional.empty();
    }

    /** Java has this character in the place of bytes that are not UTF-8. */
    private static boolean isDamaged(String value) {
        return value.indexOf('\uFFFD') >= 0;
    }

    private static Optional<String> defaultInsteadOf(
            String variable, String byDefault, String path, SourceLocation location, Problems problems) {
        if (byDefault == null) {
            problems.add(Problem.error(
                            location,
                            "'" + path + "' needs the environment variable " + variable
                                    + ", which a fleet that is not trusted does not get")
                    .withHint("write ${" + variable + ":default}, or leave out --untrusted if you trust its authors"));
        }
        return Optional.ofNullable(byDefault);
    }

    /** Returns whether the environment sets a key or one below it. */
    boolean isOverridden(String path) {
        return environment.override(path).isPresent() || hasOverrideBelow(path);
    }

    /** Adds a problem if the variable is not listed; one that is listed, but must not be, is reported where it is listed. */
    private boolean mayUse(String name, String path, SourceLocation location, Problems problems) {
        if (CONNECTIONS.contains(path.split("[.\\[]", 2)[0])) {
            return true;
        }
        boolean isCredential = VariableName.isCalledLikeCredential(name) && !allowed.contains(name);
        if (!listed.contains(name)) {
            problems.add(Problem.error(
                            location,
                            "'" + path + "' needs the environment variable " + name
                                    + ", which is not listed under 'environment'")
                    .withHint(
                            isCredential
                                    ? "it is called like a credential, and the value would become part of images and"
                                            + " generated files: pass it to builds with 'build.secrets' in image.yml"
                                    : "if everybody may see its value, add 'environment: [" + name
                                            + "]'; pass credentials to builds with 'build.secrets' in image.yml"));
        }
        return listed.contains(name) && !isCredential;
    }

    @Override
    public boolean mayBeShown() {
        return false;
    }
}
