/** Writes, locks and removes files and directories. */
package dev.imagemanager.file;
