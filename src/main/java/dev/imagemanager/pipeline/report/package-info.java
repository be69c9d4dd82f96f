/** Draws the dependencies of a fleet. */
package dev.imagemanager.pipeline.report;
