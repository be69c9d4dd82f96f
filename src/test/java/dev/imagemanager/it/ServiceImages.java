package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Lets tests run only where the Docker daemon has the images of the services, or can have them. */
final class ServiceImages implements ExecutionCondition {

    private static final String[] IMAGES = {"registry:2", "moby/buildkit:rootless", "docker:dind"};

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        for (String image : IMAGES) {
            if (!docker("image", "inspect", image) && !docker("pull", "--quiet", image)) {
                if (Boolean.parseBoolean(System.getenv("IMAGE_MANAGER_IT_REQUIRED"))) {
                    fail("the Docker daemon does not have " + image + ", but the integration tests are required");
                }
                return ConditionEvaluationResult.disabled(
                        "the Docker daemon does not have " + image + "; run these tests with 'make test'");
            }
        }
        return ConditionEvaluationResult.enabled("the images are there");
    }

    private static boolean docker(String... arguments) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        try {
            return new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noDocker) {
            throw new UncheckedIOException(noDocker);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
