package dev.imagemanager.cli.definition;

/** How a graph is drawn. */
public enum GraphFormat {
    text,
    dot,
    mermaid,
    json
}
