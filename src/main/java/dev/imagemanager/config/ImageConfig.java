package dev.imagemanager.config;

import dev.imagemanager.problem.SourceLocation;
import dev.imagemanager.reference.Grammar;
import dev.imagemanager.reference.Platform;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One {@code image.yml} as written. In maps, an empty value is a {@code null} in the file, which removes an inherited
 * key.
 *
 * @param file relative to the fleet's directory
 * @param directory of the templates and the build context, relative to the fleet's directory
 * @param tests whether images may be published untested: {@code required} or {@code optional}
 * @param measuredAliases by the pattern of the alias
 * @param locations the positions of the values by path, such as {@code tags[0].name}
 */
public record ImageConfig(
        Path file,
        Path directory,
        Optional<
                        @Pattern(regexp = Grammar.NAME, message = Patterns.IMAGE_NAME_RULE)
                        @Size(max = 255, message = "is longer than 255 characters") String>
                name,
        Optional<String> description,
        Optional<String> licenses,
        boolean isBaseImage,
        Optional<String> template,
        Optional<List<@Pattern(regexp = Platform.SPECIFIER, message = Patterns.PLATFORM_RULE) String>> platforms,
        Map<String, Optional<String>> versions,
        Map<String, Optional<Object>> variables,
        Map<String, Optional<String>> labels,
        Map<String, Optional<String>> buildArgs,
        Map<@Pattern(regexp = Patterns.CONTEXT_NAME, message = Patterns.CONTEXT_NAME_RULE) String, Optional<String>>
                contexts,
        @Valid BuildConfig build,
        @Valid TimeoutConfig timeout,
        Optional<@Pattern(regexp = TESTS, message = TESTS_RULE) String> tests,
        Map<
                        @Pattern(regexp = Grammar.TAG, message = Patterns.TAG_RULE) String,
                        Optional<@Pattern(regexp = Grammar.TAG, message = Patterns.TAG_RULE) String>>
                aliases,
        Map<String, MeasuredAliasConfig> measuredAliases,
        Optional<List<@Pattern(regexp = Patterns.ALIAS_LEVEL, message = Patterns.ALIAS_LEVEL_RULE) String>> autoAliases,
        Optional<String> versioning,
        @NotEmpty(message = "is empty: an image needs at least one tag") List<@Valid TagConfig> tags,
        List<@Valid VariantConfig> variants,
        Locations locations) {

    private static final String TESTS = "required|optional";

    private static final String TESTS_RULE = "is neither 'required' nor 'optional'";

    public ImageConfig {
        tags = List.copyOf(tags);
        variants = List.copyOf(variants);
    }

    public SourceLocation locationOf(String path) {
        return locations.of(path);
    }

    /** Returns whether a value is invalid and was already reported. */
    public boolean isFaulty(String path) {
        return locations.isFaulty(path);
    }

    /** Returns the valid platforms. */
    public Optional<List<Platform>> readablePlatforms() {
        return platforms.map(texts -> locations.readable("platforms", texts, Platform::parse));
    }

    /** Returns the environment variables that are secrets of builds. */
    List<EnvironmentUse> environmentUses() {
        List<EnvironmentUse> uses = new ArrayList<>();
        for (int i = 0; i < build.secrets().size(); i++) {
            String key = "build.secrets[" + i + "].env";
            build.secrets()
                    .get(i)
                    .env()
                    .filter(variable -> !isFaulty(key))
                    .ifPresent(variable -> uses.add(new EnvironmentUse(variable, key, locationOf(key), true)));
        }
        return uses;
    }

    /** Returns a copy that marks the values at these paths as invalid. */
    ImageConfig withFaulty(Set<String> paths) {
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
                aliases,
                measuredAliases,
                autoAliases,
                versioning,
                tags,
                variants,
                locations.withFaulty(paths));
    }
}
