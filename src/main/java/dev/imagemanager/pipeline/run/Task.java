package dev.imagemanager.pipeline.run;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.step.Activity;

/** One activity on one target. */
record Task(TargetName target, Activity activity) {
    @Override
    public String toString() {
        return activity + " of " + target;
    }
}
