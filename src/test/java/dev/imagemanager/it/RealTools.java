package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets tests run only where the environment names real services, as {@code dev/test.sh} does. Where they are promised,
 * their absence is a failure.
 */
final class RealTools implements ExecutionCondition {

    /** For classes that look at all that the Docker daemon of {@code DOCKER_HOST} has, or bring something to it. */
    static final String DOCKER = "the Docker daemon";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        for (String variable : new String[] {"BUILDKIT_HOST", "DOCKER_HOST", "IMAGE_MANAGER_BUILD_REGISTRY"}) {
            if (System.getenv(variable) == null) {
                if (Boolean.parseBoolean(System.getenv("IMAGE_MANAGER_IT_REQUIRED"))) {
                    fail(variable + " is not set, but the integration tests are required");
                }
                return ConditionEvaluationResult.disabled(variable + " is not set; run these tests with 'make test'");
            }
        }
        return ConditionEvaluationResult.enabled("the services are there");
    }
}
