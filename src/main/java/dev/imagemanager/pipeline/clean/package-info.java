/** Removing what earlier runs left. */
package dev.imagemanager.pipeline.clean;
