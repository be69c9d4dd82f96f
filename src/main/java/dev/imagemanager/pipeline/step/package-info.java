/** The interfaces of a step that a run can schedule, report and record. */
package dev.imagemanager.pipeline.step;
