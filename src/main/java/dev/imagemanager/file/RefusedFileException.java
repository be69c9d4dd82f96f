package dev.imagemanager.file;

import java.io.IOException;
import java.util.Optional;

/** A file that is not used, because the repository that contains it may come from a stranger. */
public final class RefusedFileException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String hint;

    /**
     * @param reason completes "the file cannot be read: "
     * @param hint what the user can do
     */
    public RefusedFileException(String reason, String hint) {
        super(reason);
        this.hint = hint;
    }

    public String hint() {
        return hint;
    }

    /** Returns what the user can do about a failure; empty unless a file was refused. */
    public static Optional<String> hintOf(IOException failure) {
        return failure instanceof RefusedFileException refused ? Optional.of(refused.hint) : Optional.empty();
    }
}
