package dev.imagemanager.model;

import dev.imagemanager.config.FleetConfig;
import dev.imagemanager.config.FleetDefinition;
import dev.imagemanager.config.ImageConfig;
import dev.imagemanager.config.Patterns;
import dev.imagemanager.config.TagConfig;
import dev.imagemanager.config.VariantConfig;
import dev.imagemanager.problem.Excerpt;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.problem.SourceLocation;
import dev.imagemanager.reference.Grammar;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Resolves one image from all definitions with its name. */
final class ImageResolver {

    /** The largest number of targets of one definition. */
    private static final int TARGET_LIMIT = 20_000;

    private final String name;
    private final List<ImageConfig> lines;
    private final Path fleetDirectory;
    private final FleetConfig settings;
    private final TemplateResolver templates;
    private final Problems problems;

    private final ImageAliases aliases;
    private final Map<String, Tag> allTags = new LinkedHashMap<>();
    private final List<Tag> baseTags = new ArrayList<>();
    private final Map<String, VariantTags> variants = new LinkedHashMap<>();
    private final Map<ImageConfig, ContextResolver> namedContexts = new IdentityHashMap<>();

    private record VariantTags(String suffix, SourceLocation suffixAt, List<Tag> tags) {}

    /** A valid tag of a definition. */
    private record BaseTag(TagConfig config, String path, Versioning versioning) {}

    ImageResolver(
            String name,
            List<ImageConfig> lines,
            FleetDefinition fleet,
            TemplateResolver templates,
            Problems problems) {
        this.name = name;
        this.lines = lines;
        this.fleetDirectory = fleet.directory();
        this.settings = fleet.settings();
        this.templates = templates;
        this.problems = problems;
        this.aliases = new ImageAliases(name, problems);
    }

    Image resolve() {
        lines.forEach(this::addLine);
        lines.forEach(line -> aliases.addExplicit(line, allTags));
        lines.forEach(line -> aliases.checkMeasured(line, allTags));
        aliases.addGenerated(allTags);
        List<Variant> resolvedVariants = new ArrayList<>();
        variants.forEach((variantName, variant) -> resolvedVariants.add(
                new Variant(variantName, variant.suffix(), variant.tags(), aliases.of(variant.tags()))));
        return new Image(
                name,
                lines.stream()
                        .flatMap(line -> line.description().stream())
                        .findFirst()
                        .orElse(""),
                lines.stream().anyMatch(ImageNames::isBaseImage),
                baseTags,
                resolvedVariants,
                aliases.of(baseTags));
    }

    private void addLine(ImageConfig line) {
        long targets = (long) line.tags().size() * (1 + line.variants().size());
        if (targets > TARGET_LIMIT) {
            problems.add(Problem.error(
                            line.locationOf(""),
                            "tags and variants give " + targets + " targets; a definition can have at most "
                                    + TARGET_LIMIT)
                    .withHint("divide the definition, or remove tags or variants"));
            return;
        }
        Definition definition = ModelResolver.definitionOf(line, settings);
        ContextResolver contexts = new ContextResolver(fleetDirectory, line, problems);
        contexts.check();
        namedContexts.put(line, contexts);
        SourceLocation file = line.locationOf("");
        Optional<TemplateResolver.Explicit> ofImage =
                line.template().map(path -> new TemplateResolver.Explicit(path, line.locationOf("template")));
        TemplateResolver.Search search =
                new TemplateResolver.Search(fleetDirectory, line.directory(), file, Optional.empty(), problems);
        Optional<TemplateFile> dockerfile = templates.dockerfile(search, Optional.empty(), ofImage);
        Optional<TemplateFile> test = templates.test(search);
        Versionings versionings = new Versionings(line, problems);
        List<BaseTag> accepted = new ArrayList<>();
        for (int i = 0; i < line.tags().size(); i++) {
            TagConfig tag = line.tags().get(i);
            String path = "tags[" + i + "].name";
            SourceLocation declaredAt = line.locationOf(path);
            if (tag.name() == null) {
                continue;
            }
            if (line.isFaulty(path)) {
                aliases.expectNothingOf(tag.name());
                continue;
            }
            Versioning versioning = versionings
                    .of(tag.versioning(), "tags[" + i + "].versioning")
                    .orElseGet(versionings::common);
            BaseTag base = new BaseTag(tag, "tags[" + i + "]", versioning);
            Optional<Tag> resolved = dockerfile
                    .map(template -> tag(line, definition, base, Optional.empty(), declaredAt, template, test))
                    .filter(this::register);
            if (resolved.isPresent()) {
                baseTags.add(resolved.get());
                accepted.add(base);
                LongValues.check(resolved.get(), settings, line, tag, base.path(), Optional.empty(), "", problems);
                versioning
                        .read(tag.name(), "", problems)
                        .ifPresent(version ->
                                aliases.allowLevels(version, tag.autoAliases().or(line::autoAliases)));
            } else {
                aliases.expectNothingOf(tag.name());
            }
        }
        for (int i = 0; i < line.variants().size(); i++) {
            addVariant(line, definition, accepted, versionings, line.variants().get(i), "variants[" + i + "]", ofImage);
        }
        versionings.noteUnmatched();
    }

    private void addVariant(
            ImageConfig line,
            Definition definition,
            List<BaseTag> baseTags,
            Versionings versionings,
            VariantConfig variant,
            String path,
            Optional<TemplateResolver.Explicit> ofImage) {
        if (!isUsable(line, variant, path)) {
            return;
        }
        SourceLocation declaredAt = line.locationOf(path);
        SourceLocation suffixAt = line.locationOf(path + ".tag_suffix");
        VariantTags known = variants.computeIfAbsent(
                variant.name(), key -> new VariantTags(variant.tagSuffix(), suffixAt, new ArrayList<>()));
        if (!known.suffix().equals(variant.tagSuffix())) {
            problems.add(Problem.error(
                            suffixAt,
                            "variant '" + variant.name() + "' of image '" + name + "' has the suffix '" + known.suffix()
                                    + "' at " + known.suffixAt() + " and '" + variant.tagSuffix() + "' here")
                    .withHint("use the same suffix in both places, or rename one of the variants"));
            return;
        }
        TemplateResolver.Search search = new TemplateResolver.Search(
                fleetDirectory, line.directory(), declaredAt, Optional.of(variant.name()), problems);
        Optional<TemplateFile> dockerfile = templates.dockerfile(
                search,
                variant.template()
                        .map(file -> new TemplateResolver.Explicit(file, line.locationOf(path + ".template"))),
                ofImage);
        Optional<TemplateFile> test = templates.test(search);
        Optional<Versioning> ofVariant = versionings.of(variant.versioning(), path + ".versioning");
        for (BaseTag inherited : baseTags) {
            TagConfig tag = inherited.config();
            BaseTag base = new BaseTag(tag, inherited.path(), ofVariant.orElse(inherited.versioning()));
            if (dockerfile.isEmpty()) {
                aliases.expectNothingOf(tag.name() + variant.tagSuffix());
            }
            dockerfile
                    .map(template -> tag(line, definition, base, Optional.of(variant), declaredAt, template, test))
                    .filter(this::register)
                    .ifPresent(resolved -> {
                        LongValues.check(
                                resolved, settings, line, tag, base.path(), Optional.of(variant), path, problems);
                        known.tags().add(resolved);
                        base.versioning()
                                .read(tag.name(), variant.tagSuffix(), problems)
                                .ifPresent(version -> aliases.allowLevels(
                                        version,
                                        variant.autoAliases()
                                                .or(tag::autoAliases)
                                                .or(line::autoAliases)));
                    });
        }
    }

    /** Returns whether its name and suffix are valid; otherwise they were already reported. */
    private static boolean isUsable(ImageConfig line, VariantConfig variant, String path) {
        return variant.name() != null
                && variant.tagSuffix() != null
                && !line.isFaulty(path + ".name")
                && !line.isFaulty(path + ".tag_suffix");
    }

    private Tag tag(
            ImageConfig line,
            Definition definition,
            BaseTag base,
            Optional<VariantConfig> variant,
            SourceLocation declaredAt,
            TemplateFile dockerfile,
            Optional<TemplateFile> test) {
        TagConfig tag = base.config();
        String tagName = tag.name() + variant.map(VariantConfig::tagSuffix).orElse("");
        return new Tag(
                tagName,
                tag.name(),
                base.versioning().read(tag.name(), problems),
                declaredAt,
                definition,
                dockerfile,
                test,
                Merge.cascade(List.of(
                        settings.versions(),
                        line.versions(),
                        tag.versions(),
                        variant.map(VariantConfig::versions).orElse(Map.of()))),
                Merge.cascade(List.of(
                        settings.variables(),
                        line.variables(),
                        tag.variables(),
                        variant.map(VariantConfig::variables).orElse(Map.of()))),
                Labels.resolve(
                        new TargetName(name, tagName),
                        line.description(),
                        line.licenses(),
                        List.of(
                                settings.labels(),
                                line.labels(),
                                tag.labels(),
                                variant.map(VariantConfig::labels).orElse(Map.of()))),
                Merge.cascade(List.of(
                        settings.buildArgs(),
                        line.buildArgs(),
                        tag.buildArgs(),
                        variant.map(VariantConfig::buildArgs).orElse(Map.of()))),
                namedContexts.get(line).of(tag, variant),
                measuredAliases(line, tag.name(), tagName));
    }

    /** For each tag of the definition, and with their suffix for those of variants, unless one tag is named. */
    private static List<MeasuredAlias> measuredAliases(ImageConfig line, String base, String tag) {
        List<MeasuredAlias> found = new ArrayList<>();
        line.measuredAliases().forEach((pattern, config) -> {
            String path = "aliases." + pattern;
            boolean isOfBase = config.tag().filter(named -> !named.equals(base)).isEmpty();
            if (!line.isFaulty(path) && (isOfBase || config.tag().get().equals(tag))) {
                String suffix = isOfBase ? tag.substring(base.length()) : "";
                MeasuredAlias.of(pattern + suffix, config, line.locationOf(path))
                        .ifPresent(found::add);
            }
        });
        return found;
    }

    /** @return false if the tag is invalid; a problem was added */
    private boolean register(Tag tag) {
        if (!Grammar.isTag(tag.name())) {
            problems.add(Problem.error(
                    tag.declaredAt(), "the variant's tag " + Excerpt.of(tag.name()) + " " + Patterns.TAG_RULE));
            return false;
        }
        if (!Grammar.isTagOfImage(tag.name())) {
            problems.add(Problem.error(
                    tag.declaredAt(), "the tag " + Excerpt.of(tag.name()) + " " + Patterns.RESERVED_TAG_RULE));
            return false;
        }
        Tag first = allTags.putIfAbsent(tag.name(), tag);
        if (first != null) {
            problems.add(Problem.error(
                            tag.declaredAt(), "the target " + new TargetName(name, tag.name()) + " is defined twice")
                    .withHint("the other definition is at " + first.declaredAt() + "; remove or rename one"));
        }
        return first == null;
    }
}
