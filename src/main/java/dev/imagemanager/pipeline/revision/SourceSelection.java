package dev.imagemanager.pipeline.revision;

import dev.imagemanager.config.yaml.YamlNode;
import dev.imagemanager.config.yaml.YamlParser;
import dev.imagemanager.file.FleetReader;
import dev.imagemanager.problem.Problems;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Selects the files of a fleet that generating may read, without those of build contexts, which may be many and large.
 * These are the files with certain names, and files whose names others mention: templates and contexts of
 * definitions, included templates and destinations of links. It may select more than is read. Of all other files
 * only the directories matter.
 */
public final class SourceSelection {

    private static final Path SETTINGS = Path.of(".image-manager.yml");
    private static final Path DEFINITIONS = Path.of("images");
    private static final Path SHARED_TEMPLATES = Path.of("templates");

    private static final Pattern NAME = Pattern.compile(
            "image\\.ya?ml|Dockerfile.*|.*\\.tmpl|.*\\.dockerignore|test\\.(?:.*\\.)?yml", Pattern.DOTALL);

    private static final Pattern NAMES_FILES = Pattern.compile("template|contexts");

    /** The path of an include ends where {@code TemplateScanner} ends it. */
    private static final Pattern INCLUDE = Pattern.compile("\\{#include\\s+([^\\s{}]+?)(?=/}|[\\s{}]|$)");

    private final Set<String> mentioned = new HashSet<>();

    /** @param file relative to the fleet's directory */
    public boolean mayBeRead(Path file) {
        String name = file.getFileName().toString();
        return NAME.matcher(name).matches()
                || mentioned.contains(name)
                || file.equals(SETTINGS)
                || file.startsWith(SHARED_TEMPLATES)
                || DEFINITIONS.equals(file.getParent()) && (name.endsWith(".yml") || name.endsWith(".yaml"));
    }

    /**
     * Looks for names of further files.
     *
     * @param file relative to the fleet's directory
     * @return whether there are new ones
     */
    public boolean learn(Path file, byte[] content) {
        Set<String> names = new HashSet<>();
        String text = new String(content, StandardCharsets.UTF_8);
        INCLUDE.matcher(text).results().map(SourceSelection::unquoted).forEach(name -> {
            names.add(lastPart(name));
            names.add(lastPart(name) + ".tmpl");
        });
        boolean mayBeDefinition = file.toString().endsWith(".yml")
                || mentioned.contains(file.getFileName().toString());
        if (mayBeDefinition
                && content.length <= FleetReader.DEFINITION_LIMIT
                && NAMES_FILES.matcher(text).find()) {
            YamlParser.parse(file, content, new Problems()).ifPresent(root -> addFiles(root, names));
        }
        return mentioned.addAll(names);
    }

    /** @return whether the name of its destination is new */
    public boolean learnLink(Path destination) {
        return destination.getFileName() != null
                && mentioned.add(destination.getFileName().toString());
    }

    /** Adds the files that a definition, or one of its tags or variants, names. */
    private static void addFiles(YamlNode node, Set<String> names) {
        if (!(node instanceof YamlNode.Mapping mapping)) {
            return;
        }
        value(mapping, "template").ifPresent(file -> addFile(file, names));
        value(mapping, "contexts").filter(YamlNode.Mapping.class::isInstance).ifPresent(contexts -> ((YamlNode.Mapping)
                        contexts)
                .entries()
                .values()
                .forEach(context -> addFile(context.value(), names)));
        Stream.of("tags", "variants")
                .flatMap(key -> value(mapping, key).stream())
                .filter(YamlNode.Sequence.class::isInstance)
                .flatMap(list -> ((YamlNode.Sequence) list).items().stream())
                .forEach(item -> addFiles(item, names));
    }

    private static Optional<YamlNode> value(YamlNode.Mapping mapping, String key) {
        return Optional.ofNullable(mapping.entries().get(key)).map(YamlNode.Entry::value);
    }

    private static void addFile(YamlNode file, Set<String> names) {
        if (file instanceof YamlNode.Scalar scalar) {
            names.add(lastPart(scalar.text()));
        }
    }

    private static String unquoted(MatchResult include) {
        String path = include.group(1);
        return path.replaceAll("^(['\"])(.*)\\1$", "$2");
    }

    private static String lastPart(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
