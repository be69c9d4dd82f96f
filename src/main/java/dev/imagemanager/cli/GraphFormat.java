package dev.imagemanager.cli;

/** How a graph is drawn. */
enum GraphFormat {
    text,
    dot,
    mermaid,
    json
}
