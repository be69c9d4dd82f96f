package dev.imagemanager.dockerfile;

/** Quotes or variables in a word that cannot be read; caught where the word's place in the file is known. */
final class ShellSyntaxException extends Exception {

    ShellSyntaxException(String message) {
        super(message, null, false, false);
    }
}
