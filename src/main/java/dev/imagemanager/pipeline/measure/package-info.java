/** Measured aliases: tags that say what is in images that were built. */
package dev.imagemanager.pipeline.measure;
