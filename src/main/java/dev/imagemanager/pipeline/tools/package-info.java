/** The programs that this one calls: which there are, and getting those that are missing. */
package dev.imagemanager.pipeline.tools;
