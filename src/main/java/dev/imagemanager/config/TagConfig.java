package dev.imagemanager.config;

import dev.imagemanager.reference.Grammar;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One entry of {@code tags} as written.
 *
 * @param name null if missing
 */
public record TagConfig(
        @NotNull(message = "is missing: a tag needs a name") @Pattern(regexp = Grammar.TAG, message = Patterns.TAG_RULE)
                String name,
        Map<String, Optional<String>> versions,
        Map<String, Optional<Object>> variables,
        Map<String, Optional<String>> labels,
        Map<String, Optional<String>> buildArgs,
        Map<@Pattern(regexp = Patterns.CONTEXT_NAME, message = Patterns.CONTEXT_NAME_RULE) String, Optional<String>>
                contexts,
        Optional<List<@Pattern(regexp = Patterns.ALIAS_LEVEL, message = Patterns.ALIAS_LEVEL_RULE) String>> autoAliases,
        Optional<String> versioning) {}
