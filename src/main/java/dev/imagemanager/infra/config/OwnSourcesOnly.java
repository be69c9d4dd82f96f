package dev.imagemanager.infra.config;

import io.quarkus.runtime.annotations.StaticInitSafe;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;

/**
 * Keeps Quarkus from reading settings where the program is started: {@code .env}, {@code config/} and {@code QUARKUS_*}
 * belong to the user's project. Nothing is read from {@code application.yaml} then either: Quarkus records its values in
 * generated classes while the program is built, which is also why there all sources count. Quarkus has one
 * configuration for the static initialisation of the program and one for its run; {@link StaticInitSafe} makes this
 * class apply to both.
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
        // Those of YAML files, in the class path and in config/.
        builder.getSourceProviders().clear();
    }

    /** After Quarkus's own customizers, which come with the lowest priority. */
    @Override
    public int priority() {
        return Integer.MAX_VALUE;
    }
}
