/** The tools that {@code tools install} knows, their downloads, and the place that they are put in. */
package dev.imagemanager.infra.tool;
