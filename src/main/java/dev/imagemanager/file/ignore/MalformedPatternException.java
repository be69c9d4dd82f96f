package dev.imagemanager.file.ignore;

/** A pattern that builders refuse, or that this program does not understand as they do. */
public final class MalformedPatternException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param reason a clause, such as {@code '[' is never closed} */
    MalformedPatternException(String reason) {
        super(reason);
    }
}
