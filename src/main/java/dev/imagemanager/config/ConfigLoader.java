package dev.imagemanager.config;

import dev.imagemanager.config.UntrustedFleet.Withheld;
import dev.imagemanager.config.masking.SecretMask;
import dev.imagemanager.config.yaml.YamlNode;
import dev.imagemanager.config.yaml.YamlParser;
import dev.imagemanager.file.ExistingDirectory;
import dev.imagemanager.file.FleetReader;
import dev.imagemanager.problem.Excerpt;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.problem.SourceLocation;
import dev.imagemanager.reference.Grammar;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.Path.Node;
import jakarta.validation.Validator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Reads all files of a fleet into a {@link FleetDefinition}. Checks YAML syntax, types, unknown keys, and the
 * constraints on the records. Does not resolve anything.
 */
@Singleton
public final class ConfigLoader {

    /** The fleet's settings file; optional. */
    static final Path SETTINGS_FILE = Path.of(".image-manager.yml");

    private final Validator validator;
    private final Environment environment;
    private final FleetTrust trust;
    private final SecretMask mask;

    @Inject
    public ConfigLoader(Validator validator, Environment environment, FleetTrust trust, SecretMask mask) {
        this.trust = trust;
        this.validator = validator;
        this.environment = environment;
        this.mask = mask;
    }

    /**
     * @param directory the fleet's directory
     * @param problems receives all errors; if there are any, the result is incomplete and may only be used to find more
     *     problems
     */
    public FleetDefinition load(Path directory, Problems problems) {
        Path fleetDirectory = ExistingDirectory.absolute(directory);
        Optional<Problem> missing = ExistingDirectory.problem(directory);
        if (missing.isPresent()) {
            problems.add(missing.get());
            return new FleetDefinition(
                    fleetDirectory, emptySettings(problems), List.of(), new TreeSet<>(), List.of(), Optional.empty());
        }
        FleetReader files = new FleetReader(fleetDirectory);
        List<Withheld> withheld = new CopyOnWriteArrayList<>();
        List<PublishedName> published = new ArrayList<>();
        FleetConfig settings = loadSettings(fleetDirectory, files, withheld, published, problems);
        published.addAll(PublishedName.of(settings));
        List<ImageConfig> images = new DefinitionFiles(fleetDirectory, problems)
                .find().parallelStream()
                        .map(file -> loadImage(files, file, withheld, problems))
                        .flatMap(Optional::stream)
                        .toList();
        SortedSet<EnvironmentUse> uses = new TreeSet<>(settings.environmentUses());
        images.forEach(image -> uses.addAll(image.environmentUses()));
        maskCredentials(uses);
        ListedVariables.check(settings, uses, Permission.givenVariables(environment), problems);
        Optional<Problem> note = UntrustedFleet.note(withheld);
        note.ifPresent(withheldKeys -> {
            problems.add(withheldKeys);
            problems.explain(withheldKeys);
        });
        return new FleetDefinition(fleetDirectory, settings, images, uses, published, note);
    }

    /** Does not mask the names of users, since they are parts of addresses and references. */
    private void maskCredentials(Collection<EnvironmentUse> uses) {
        mask.learn(uses.stream()
                .filter(use -> use.isCredential() && !use.key().endsWith(".username"))
                .flatMap(use -> environment.variable(use.variable()).stream())
                .toList());
    }

    private Optional<ImageConfig> loadImage(FleetReader files, Path file, List<Withheld> withheld, Problems problems) {
        Problems inFile = new Problems();
        Optional<ImageConfig> image = read(files, file, inFile)
                .flatMap(root -> mapping(root, true, inFile))
                .map(root -> trust.isGiven() ? root : UntrustedFleet.definition(root, withheld))
                .map(root -> ImageConfigReader.read(file, DefinitionFiles.directoryOf(file), root, inFile));
        image = image.map(config -> config.withFaulty(validate(config, config.locations(), true, inFile)));
        image.map(PlatformDoubts::in).ifPresent(inFile::addAll);
        problems.addAll(inFile.errors());
        problems.addAll(inFile.notes());
        return image;
    }

    /**
     * Reads only the fleet's settings, not its images.
     *
     * @param directory the fleet's directory, must exist
     */
    public FleetConfig loadSettingsOf(Path directory, Problems problems) {
        Path fleetDirectory = ExistingDirectory.absolute(directory);
        List<Withheld> withheld = new ArrayList<>();
        FleetConfig settings =
                loadSettings(fleetDirectory, new FleetReader(fleetDirectory), withheld, new ArrayList<>(), problems);
        UntrustedFleet.note(withheld).ifPresent(problems::explain);
        return settings;
    }

    /** An empty settings file is valid. */
    private FleetConfig loadSettings(
            Path fleetDirectory,
            FleetReader files,
            List<Withheld> withheld,
            List<PublishedName> published,
            Problems problems) {
        if (Files.notExists(fleetDirectory.resolve(SETTINGS_FILE), LinkOption.NOFOLLOW_LINKS)) {
            return emptySettings(problems);
        }
        Optional<FleetConfig> settings = read(files, SETTINGS_FILE, problems)
                .filter(root -> !root.isNull())
                .flatMap(root -> mapping(root, false, problems))
                .map(root -> trust.isGiven() ? root : withheld(root, withheld, published))
                .map(root -> settingsFrom(root, problems));
        settings.ifPresent(written -> CertificateFiles.check(written, files, problems));
        return settings.orElseGet(() -> emptySettings(problems));
    }

    private static YamlNode.Mapping withheld(
            YamlNode.Mapping root, List<Withheld> withheld, List<PublishedName> published) {
        published.addAll(UntrustedFleet.publishedNames(root));
        return UntrustedFleet.settings(root, withheld);
    }

    private FleetConfig emptySettings(Problems problems) {
        return settingsFrom(new YamlNode.Mapping(SourceLocation.wholeFile(SETTINGS_FILE), Map.of()), problems);
    }

    private FleetConfig settingsFrom(YamlNode.Mapping root, Problems problems) {
        FleetConfig settings = FleetConfigReader.read(root, environment, trust.isGiven(), problems);
        mask.learn(settings.secrets());
        new EnvironmentCredentials(environment, mask).hide();
        maskCredentials(settings.environmentUses());
        Set<String> faulty = new TreeSet<>(validate(settings, settings.locations(), false, problems));
        faulty.addAll(Addresses.check(settings, faulty, problems));
        FleetConfig checked = settings.withFaulty(faulty);
        problems.addAll(PlatformDoubts.in(checked));
        return checked;
    }

    private static Optional<YamlNode> read(FleetReader files, Path file, Problems problems) {
        try {
            byte[] content = files.read(file, FleetReader.DEFINITION_LIMIT);
            return YamlParser.parse(file, content, problems);
        } catch (IOException unreadable) {
            problems.add(FleetReader.problem(file, unreadable));
            return Optional.empty();
        }
    }

    private static Optional<YamlNode.Mapping> mapping(YamlNode root, boolean valuesMayBeShown, Problems problems) {
        if (root instanceof YamlNode.Mapping mapping) {
            return Optional.of(mapping);
        }
        String actual = valuesMayBeShown ? ", but is " + root.kind() : "";
        problems.add(Problem.error(
                root.location(),
                root.isNull() ? "the file is empty" : "the file must contain keys and values" + actual));
        return Optional.empty();
    }

    /** @return the paths of all values that violate a constraint */
    private Set<String> validate(Object config, Locations locations, boolean valuesMayBeShown, Problems problems) {
        SortedMap<String, ConstraintViolation<Object>> violations = new TreeMap<>();
        for (ConstraintViolation<Object> violation : validator.validate(config)) {
            violations.merge(
                    pathOf(violation),
                    violation,
                    (one, other) -> one.getMessage().compareTo(other.getMessage()) <= 0 ? one : other);
        }
        violations.forEach((path, violation) -> {
            if (!locations.isUnusable(path)) {
                boolean shown =
                        valuesMayBeShown && violation.getInvalidValue() instanceof String text && !text.isEmpty();
                String value = shown ? ": " + Excerpt.of((String) violation.getInvalidValue()) : "";
                Problem problem =
                        Problem.error(locations.of(path), "'" + path + "'" + value + " " + violation.getMessage());
                problems.add(shown ? remedy(violation).map(problem::withHint).orElse(problem) : problem);
            }
        });
        return violations.keySet();
    }

    /** SemVer 2.0.0 joins the metadata of a build with a character that tags cannot have (clause 10). */
    private static Optional<String> remedy(ConstraintViolation<?> violation) {
        String value = (String) violation.getInvalidValue();
        String remedied = value.replace('+', '_');
        return value.contains("+") && Grammar.isTag(remedied) && Patterns.OF_TAGS.contains(violation.getMessage())
                ? Optional.of("write '_' or '-' for '+': " + Excerpt.of(remedied))
                : Optional.empty();
    }

    /** Returns the path as in the file: {@code variants[0].tag_suffix}. */
    private static String pathOf(ConstraintViolation<?> violation) {
        StringBuilder path = new StringBuilder();
        for (Node node : violation.getPropertyPath()) {
            if (node.getIndex() != null) {
                path.append('[').append(node.getIndex()).append(']');
            } else if (node.getKey() != null) {
                path.append('.').append(node.getKey());
            }
            if (node.getName() != null && node.getKind() != ElementKind.CONTAINER_ELEMENT) {
                path.append(path.isEmpty() ? "" : ".").append(snakeCase(node.getName()));
            }
        }
        return path.toString();
    }

    private static String snakeCase(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
