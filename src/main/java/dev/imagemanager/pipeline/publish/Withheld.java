package dev.imagemanager.pipeline.publish;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.problem.Problem;

/** A target that is not published, and why. */
public record Withheld(TargetName target, Problem problem) {}
