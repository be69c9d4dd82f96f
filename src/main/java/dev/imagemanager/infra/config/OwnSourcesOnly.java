package dev.imagemanager.infra.config;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;

/**
 * Keeps Quarkus from taking its settings from where the program is started: {@code .env}, {@code config/} and
 * {@code QUARKUS_*} belong to whatever the user works on there. What was set when the program was built stays. Quarkus calls this while the
 * program is being built too; there all sources count.
 */
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
    }

    /** After Quarkus's own customizers, which come with the lowest priority. */
    @Override
    public int priority() {
        return Integer.MAX_VALUE;
    }
}
