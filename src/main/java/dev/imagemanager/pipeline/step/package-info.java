/** What a kind of work on targets has to be so that a run can schedule, tell and record it. */
package dev.imagemanager.pipeline.step;
