/** The files in {@code dist/}: what they are called, how they are read, written and locked. */
package dev.imagemanager.output;
