/** Pictures and documents about a fleet. */
package dev.imagemanager.pipeline.report;
