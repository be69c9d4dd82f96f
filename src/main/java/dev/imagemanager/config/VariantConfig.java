package dev.imagemanager.config;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One entry of {@code variants} as written.
 *
 * @param name null if missing
 * @param tagSuffix null if missing
 */
public record VariantConfig(
        @NotNull(message = "is missing: a variant needs a name")
                @Pattern(regexp = Patterns.VARIANT_NAME, message = Patterns.VARIANT_NAME_RULE)
                String name,
        @NotNull(message = "is missing: a variant needs the suffix of its tags, such as '-slim'")
                @Pattern(regexp = Patterns.TAG_SUFFIX, message = Patterns.TAG_SUFFIX_RULE)
                String tagSuffix,
        Optional<String> template,
        Map<String, Optional<String>> versions,
        Map<String, Optional<Object>> variables,
        Map<String, Optional<String>> labels,
        Map<String, Optional<String>> buildArgs,
        Map<@Pattern(regexp = Patterns.CONTEXT_NAME, message = Patterns.CONTEXT_NAME_RULE) String, Optional<String>>
                contexts,
        Optional<List<@Pattern(regexp = Patterns.ALIAS_LEVEL, message = Patterns.ALIAS_LEVEL_RULE) String>> autoAliases,
        Optional<String> versioning) {}
