package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.fail;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Lets tests run only where there is a {@code garage} to start; where it is promised, its absence is a failure. */
final class RealGarage implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        boolean isThere = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "garage")));
        if (isThere) {
            return ConditionEvaluationResult.enabled("garage is there");
        }
        if (Boolean.parseBoolean(System.getenv("IMAGE_MANAGER_IT_REQUIRED"))) {
            fail("garage is not on the PATH, but the integration tests are required");
        }
        return ConditionEvaluationResult.disabled("garage is not on the PATH; dev/setup.sh compiles it");
    }
}
