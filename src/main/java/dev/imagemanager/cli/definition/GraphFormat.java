package dev.imagemanager.cli.definition;

/** The output formats of a graph. */
public enum GraphFormat {
    text,
    dot,
    mermaid,
    json
}
