package dev.imagemanager.cli.option;

import java.nio.file.Path;

/** The options of the main command. */
public interface Program {

    /** Returns the fleet's directory, as given with {@code -C}. */
    Path directory();
}
