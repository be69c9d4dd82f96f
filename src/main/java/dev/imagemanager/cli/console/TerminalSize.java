package dev.imagemanager.cli.console;

/** The size of a terminal in characters. */
public record TerminalSize(int columns, int rows) {}
