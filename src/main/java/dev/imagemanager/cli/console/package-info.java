/** Output to the terminal. */
package dev.imagemanager.cli.console;
