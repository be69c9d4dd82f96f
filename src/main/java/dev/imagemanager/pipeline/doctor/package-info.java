/** Checks whether this machine meets the requirements of builds and tests. */
package dev.imagemanager.pipeline.doctor;
