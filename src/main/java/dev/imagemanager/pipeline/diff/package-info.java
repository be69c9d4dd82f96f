/** Compares two states of a fleet by what they mean: targets, aliases, bases, values and generated files. */
package dev.imagemanager.pipeline.diff;
