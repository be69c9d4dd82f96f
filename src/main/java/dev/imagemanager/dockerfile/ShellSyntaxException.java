package dev.imagemanager.dockerfile;

/** Invalid quotes or variables in a word. Caught where the word's position in the file is known. */
final class ShellSyntaxException extends Exception {

    ShellSyntaxException(String message) {
        super(message, null, false, false);
    }
}
