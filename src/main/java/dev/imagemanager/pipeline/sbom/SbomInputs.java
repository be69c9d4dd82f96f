package dev.imagemanager.pipeline.sbom;

import dev.imagemanager.pipeline.build.BuildRecords;
import dev.imagemanager.pipeline.build.ImageStores;
import dev.imagemanager.pipeline.build.ImageTime;
import dev.imagemanager.pipeline.step.StepContext;

/**
 * What SBOMs are planned and made with.
 *
 * @param built the records of builds
 * @param time for SBOMs
 */
record SbomInputs(
        StepContext context,
        SbomPlanner planner,
        SbomRecords records,
        BuildRecords built,
        PackageScanner scanner,
        ImageStores stores,
        ImageTime time) {}
