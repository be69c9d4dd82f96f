package dev.imagemanager.cli.option;

import java.nio.file.Path;

/** What holds for every command, wherever it stands in the tree of commands. */
public interface Program {

    /** The fleet's directory, as given with {@code -C}. */
    Path directory();
}
