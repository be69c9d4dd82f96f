package dev.imagemanager.pipeline.test;

import dev.imagemanager.pipeline.build.BuildRecords;
import dev.imagemanager.pipeline.build.ImageArchives;
import dev.imagemanager.pipeline.step.StepContext;

/**
 * What tests are planned and executed with.
 *
 * @param built the records of builds
 */
record TestInputs(
        StepContext context,
        TestPlanner planner,
        TestRecords records,
        RememberedTests remembered,
        BuildRecords built,
        ImageArchives archives,
        LazyTester daemon) {}
