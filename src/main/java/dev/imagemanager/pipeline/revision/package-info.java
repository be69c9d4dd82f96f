/** The fleet as it was at a revision of its repository. */
package dev.imagemanager.pipeline.revision;
