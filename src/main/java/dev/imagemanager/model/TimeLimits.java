package dev.imagemanager.model;

import dev.imagemanager.config.FleetConfig;
import dev.imagemanager.config.ImageConfig;
import dev.imagemanager.config.TimeSpan;
import dev.imagemanager.config.TimeoutConfig;
import dev.imagemanager.problem.SourceLocation;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * How long work on the targets of a definition may take.
 *
 * @param build for one build, on one platform
 * @param test for all tests of an image
 */
public record TimeLimits(TimeLimit build, TimeLimit test) {

    private static final Duration OF_BUILDS = Duration.ofHours(1);
    private static final Duration OF_TESTS = Duration.ofMinutes(5);

    /** Takes those of the definition, then those of the fleet. Invalid values that were already reported are ignored. */
    static TimeLimits resolve(ImageConfig config, FleetConfig settings) {
        return new TimeLimits(
                limit("timeout.build", TimeoutConfig::build, OF_BUILDS, config, settings),
                limit("timeout.test", TimeoutConfig::test, OF_TESTS, config, settings));
    }

    private static TimeLimit limit(
            String key,
            Function<TimeoutConfig, Optional<String>> value,
            Duration standard,
            ImageConfig config,
            FleetConfig settings) {
        return written(key, value.apply(config.timeout()), config::locationOf)
                .or(() -> written(key, value.apply(settings.timeout()), settings::locationOf))
                .orElseGet(() -> new TimeLimit(key, standard, new TimeLimit.Source.Default()));
    }

    private static Optional<TimeLimit> written(
            String key, Optional<String> text, Function<String, SourceLocation> locations) {
        return text.flatMap(TimeSpan::parsePositive)
                .map(time -> new TimeLimit(key, time, new TimeLimit.Source.Written(locations.apply(key))));
    }
}
