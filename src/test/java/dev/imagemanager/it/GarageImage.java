package dev.imagemanager.it;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Lets tests run only where the Docker daemon has Garage's image, or can have it. */
final class GarageImage implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return ServiceImages.require("dxflrs/garage:v2.1.0");
    }
}
