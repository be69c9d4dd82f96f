package dev.imagemanager.cli.option;

/** The output formats of a result. */
public enum OutputFormat {
    text,
    json
}
