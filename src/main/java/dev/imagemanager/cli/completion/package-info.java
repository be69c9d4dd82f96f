/** Completion scripts for shells, generated from the commands and options. */
package dev.imagemanager.cli.completion;
