package dev.imagemanager.cli.option;

/** How a result is printed. */
public enum OutputFormat {
    text,
    json
}
