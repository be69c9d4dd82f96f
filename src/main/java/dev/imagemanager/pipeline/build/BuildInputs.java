package dev.imagemanager.pipeline.build;

import dev.imagemanager.config.Environment;
import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.pipeline.MemoryTrust;
import dev.imagemanager.pipeline.context.BuildContexts;
import dev.imagemanager.pipeline.step.StepContext;

/**
 * What builds are planned and executed with.
 *
 * @param registrySettings for clients of registries: with the account of the build registry
 * @param store the open image store
 * @param trust in what the store remembers
 */
record BuildInputs(
        StepContext context,
        BuildSettings settings,
        FleetSettings registrySettings,
        ImageStore store,
        MemoryTrust trust,
        BaseImageResolver baseImages,
        BaseDigests baseDigests,
        RemoteSources remoteSources,
        BuildContexts contexts,
        BuildRecords records,
        Builders builders,
        ImageTime imageTime,
        Environment environment) {}
