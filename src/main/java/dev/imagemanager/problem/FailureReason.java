package dev.imagemanager.problem;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/**
 * Why something failed, in words for users: the messages of Java's exceptions are often nothing but a file's name, and
 * those of libraries wrap the one that tells.
 */
public final class FailureReason {

    private FailureReason() {}

    /** The message of the failure that led to all others, or its type where it has none. */
    public static String ofRoot(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    /** In a few words, without the file that was to be read or written; another file is named. */
    public static String of(IOException failure) {
        if (!(failure instanceof FileSystemException onFile)) {
            return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        }
        if (onFile instanceof AccessDeniedException) {
            return "no permission for " + onFile.getFile();
        }
        if (onFile instanceof NoSuchFileException) {
            return "there is no " + onFile.getFile();
        }
        if (onFile instanceof FileAlreadyExistsException) {
            return onFile.getFile() + " is in the way";
        }
        if (onFile instanceof DirectoryNotEmptyException) {
            return onFile.getFile() + " is a directory with files in it";
        }
        return onFile.getReason() == null ? onFile.getMessage() : onFile.getReason();
    }
}
