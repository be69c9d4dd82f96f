package dev.imagemanager.infra.config;

import io.quarkus.runtime.annotations.StaticInitSafe;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;

/**
 * Prevents Quarkus from reading settings from the working directory and the environment: {@code .env}, {@code config/}
 * and {@code QUARKUS_*} belong to the user's project. This also skips {@code application.yaml} at run time, since
 * Quarkus records its values in generated classes during the build; all sources are therefore enabled during the build.
 * {@link StaticInitSafe} applies this class both to the static initialisation and to the run of the program.
 */
@StaticInitSafe
public final class OwnSourcesOnly implements SmallRyeConfigBuilderCustomizer {

    /** The system property that {@code main} sets before Quarkus starts. */
    public static final String PROGRAM_IS_RUNNING = "dev.imagemanager.running";

    @Override
    public void configBuilder(SmallRyeConfigBuilder builder) {
        if (!Boolean.getBoolean(PROGRAM_IS_RUNNING)) {
            return;
        }
        builder.setAddDefaultSources(false);
        builder.setAddSystemSources(false);
        // YAML files in the class path and in config/.
        builder.getSourceProviders().clear();
    }

    /** Runs after Quarkus's own customizers, which have the lowest priority. */
    @Override
    public int priority() {
        return Integer.MAX_VALUE;
    }
}
