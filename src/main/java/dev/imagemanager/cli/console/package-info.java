/** The terminal and who may write to it. */
package dev.imagemanager.cli.console;
