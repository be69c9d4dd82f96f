/** Runs tasks in the order of their dependencies. */
package dev.imagemanager.pipeline.schedule;
