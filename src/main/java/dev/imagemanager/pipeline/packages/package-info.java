/** Searching and comparing the packages that the SBOMs of a fleet list. */
package dev.imagemanager.pipeline.packages;
