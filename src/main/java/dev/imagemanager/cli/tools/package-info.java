/** The commands for the programs that are called. */
package dev.imagemanager.cli.tools;
