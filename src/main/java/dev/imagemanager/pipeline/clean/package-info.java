/** Removes the files of earlier runs. */
package dev.imagemanager.pipeline.clean;
