package dev.imagemanager.file;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Converts between paths and text. File names are bytes; Java converts them with the character encoding of the locale,
 * which is ASCII where {@code LC_ALL} and {@code LANG} are not set.
 */
public final class PathText {

    /** What the user can do about a path that is not text, or a text that is not a path. */
    public static final String HINT = "rename the file, or set LC_ALL=C.UTF-8 if its name is UTF-8";

    private PathText() {}

    /** Returns whether a text can be a path in the encoding of the locale. */
    public static boolean isPath(String text) {
        try {
            Path.of(text);
            return true;
        } catch (InvalidPathException unusable) {
            return false;
        }
    }

    /** Returns whether a path is the same after it was converted to text. */
    public static boolean isText(Path path) {
        String text = path.toString();
        return isPath(text) && Path.of(text).equals(path);
    }
}
