/** Builds and tests targets in the order of their dependencies. */
package dev.imagemanager.pipeline.run;
