package dev.imagemanager.pipeline.test;

/**
 * The settings of tests.
 *
 * @param retest whether to test what has passed already
 */
public record TestSettings(boolean retest) {}
