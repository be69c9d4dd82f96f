package dev.imagemanager.cli.progress;

/** The values of {@code --progress}. */
public enum ProgressKind {
    auto,
    live,
    plain,
    json,
    quiet
}
