package dev.imagemanager.cli.run;

import dev.imagemanager.pipeline.test.TestSettings;
import picocli.CommandLine.Option;

/** The options for testing images. */
public final class TestOptions {

    @Option(names = "--retest", description = "Test targets whose tests have passed already too.")
    boolean retest;

    TestSettings settings() {
        return new TestSettings(retest);
    }

    /** @param buildOptions of the same command, whose {@code --force} is also for tests */
    TestSettings settings(BuildOptions buildOptions) {
        return new TestSettings(retest || buildOptions.force);
    }
}
