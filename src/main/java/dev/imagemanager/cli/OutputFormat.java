package dev.imagemanager.cli;

/** How a result is printed. */
enum OutputFormat {
    text,
    json
}
