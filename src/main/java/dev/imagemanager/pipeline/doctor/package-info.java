/** Whether this machine has what builds and tests need. */
package dev.imagemanager.pipeline.doctor;
