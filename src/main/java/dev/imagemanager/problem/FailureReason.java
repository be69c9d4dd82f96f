package dev.imagemanager.problem;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/**
 * Describes exceptions for users. The message of a Java I/O exception is often only a file name, and libraries often
 * wrap the exception that has the useful message.
 */
public final class FailureReason {

    /** ENOSPC, as the C library and so Java put it. */
    private static final String NO_SPACE = "No space left on device";

    private FailureReason() {}

    /** Returns the message of the root cause, or its type if it has no message. */
    public static String ofRoot(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    /** Returns the reason of an I/O failure, such as {@code permission denied: /etc/shadow}. */
    public static String of(IOException failure) {
        String reason = reason(failure);
        return reason.equals(NO_SPACE) ? "no space is left on the disk" : reason;
    }

    private static String reason(IOException failure) {
        if (!(failure instanceof FileSystemException onFile)) {
            return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        }
        if (onFile instanceof AccessDeniedException) {
            return "permission denied: " + onFile.getFile();
        }
        if (onFile instanceof NoSuchFileException) {
            return onFile.getFile() + " does not exist";
        }
        if (onFile instanceof FileAlreadyExistsException) {
            return onFile.getFile() + " already exists";
        }
        if (onFile instanceof DirectoryNotEmptyException) {
            return "directory " + onFile.getFile() + " is not empty";
        }
        return onFile.getReason() == null ? onFile.getMessage() : onFile.getReason();
    }
}
