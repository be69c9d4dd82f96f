package dev.imagemanager.config;

import dev.imagemanager.config.yaml.YamlNode;
import dev.imagemanager.problem.Problems;
import java.nio.file.Path;
import java.util.List;

/** Reads an {@link ImageConfig} from the YAML of an {@code image.yml}. */
final class ImageConfigReader {

    private ImageConfigReader() {}

    static ImageConfig read(Path file, Path directory, YamlNode.Mapping root, Problems problems) {
        Locations.Builder locations = new Locations.Builder();
        MappingReader reader = new MappingReader(root, "", Values.AS_WRITTEN, problems, locations);
        var name = reader.text("name");
        var description = reader.text("description");
        var licenses = reader.text("licenses");
        var isBaseImage = reader.flag("is_base_image").orElse(false);
        var template = reader.file("template");
        var platforms = reader.texts("platforms");
        var versions = reader.textMap("versions");
        var variables = reader.valueMap("variables");
        var labels = reader.textMap("labels");
        var buildArgs = reader.textMap("build_args");
        var contexts = reader.textMap("contexts");
        var build = reader.object("build", ImageConfigReader::build).orElse(BuildConfig.NONE);
        var timeout = reader.object("timeout", TimeoutConfig::read).orElse(TimeoutConfig.NONE);
        var tests = reader.text("tests");
        var aliases = reader.textAndObjectMap("aliases", MeasuredAliasConfig.ENTRIES);
        var autoAliases = reader.texts("auto_aliases");
        var versioning = reader.text("versioning");
        var tags = reader.objects("tags", ImageConfigReader::tag);
        var variants = reader.objects("variants", ImageConfigReader::variant);
        reader.refuseUnknownKeys();
        return new ImageConfig(
                file,
                directory,
                name,
                description,
                licenses,
                isBaseImage,
                template,
                platforms,
                versions,
                variables,
                labels,
                buildArgs,
                contexts,
                build,
                timeout,
                tests,
                aliases.texts(),
                aliases.objects(),
                autoAliases,
                versioning,
                tags,
                variants,
                locations.build());
    }

    private static TagConfig tag(MappingReader reader) {
        return new TagConfig(
                reader.text("name").orElse(null),
                reader.textMap("versions"),
                reader.valueMap("variables"),
                reader.textMap("labels"),
                reader.textMap("build_args"),
                reader.textMap("contexts"),
                reader.texts("auto_aliases"),
                reader.text("versioning"));
    }

    private static VariantConfig variant(MappingReader reader) {
        return new VariantConfig(
                reader.text("name").orElse(null),
                reader.text("tag_suffix").orElse(null),
                reader.file("template"),
                reader.textMap("versions"),
                reader.valueMap("variables"),
                reader.textMap("labels"),
                reader.textMap("build_args"),
                reader.textMap("contexts"),
                reader.texts("auto_aliases"),
                reader.text("versioning"));
    }

    private static BuildConfig build(MappingReader reader) {
        return new BuildConfig(
                reader.text("target"),
                reader.objects("secrets", ImageConfigReader::secret),
                reader.texts("ssh").orElse(List.of()),
                reader.texts("entitlements").orElse(List.of()),
                reader.text("rebuild"));
    }

    private static BuildConfig.SecretConfig secret(MappingReader reader) {
        var secret =
                new BuildConfig.SecretConfig(reader.text("id").orElse(null), reader.text("env"), reader.file("src"));
        reader.require(
                secret.env().isPresent() != secret.src().isPresent(), "a secret needs exactly one of 'env' and 'src'");
        return secret;
    }
}
