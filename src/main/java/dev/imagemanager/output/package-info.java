/** The files in {@code dist/}: their paths, and how they are read, written and locked. */
package dev.imagemanager.output;
