package dev.imagemanager.config;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.Optional;

/**
 * The key {@code build} as written: what the builder gets besides the Dockerfile and its arguments.
 *
 * @param target the stage to build; the last one when empty
 * @param entitlements the names of {@link Entitlement}s
 * @param rebuild the name of a {@link Rebuild}
 * @param ssh as {@code docker build --ssh} takes them: {@code default} or {@code id=socket-or-key}
 */
public record BuildConfig(
        Optional<String> target,
        List<@Valid SecretConfig> secrets,
        List<String> ssh,
        List<
                        @Pattern(
                                regexp = Entitlement.SYNTAX,
                                message = "is not an entitlement: use network.host or security.insecure")
                        String>
                entitlements,
        Optional<@Pattern(regexp = Rebuild.SYNTAX, message = "is neither 'changed' nor 'always'") String> rebuild) {

    static final BuildConfig NONE =
            new BuildConfig(Optional.empty(), List.of(), List.of(), List.of(), Optional.empty());

    /**
     * A secret for {@code RUN --mount=type=secret,id=…}; its value comes from an environment variable or a file when
     * the build runs.
     *
     * @param id null if missing
     * @param src a file, relative to the fleet's directory
     */
    public record SecretConfig(
            @NotNull(message = "is missing: use the id of the RUN --mount flag")
                    @Pattern(regexp = "[A-Za-z0-9_.-]+", message = "may only contain letters, digits, '_', '.' and '-'")
                    String id,
            Optional<
                            @Pattern(
                                    regexp = "[A-Za-z_][A-Za-z0-9_]*",
                                    message = "is not a valid environment variable name")
                            String>
                    env,
            Optional<String> src) {}
}
