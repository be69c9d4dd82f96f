/** Files and directories as the whole program treats them: written in one move, locked, removed. */
package dev.imagemanager.file;
