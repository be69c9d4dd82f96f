package dev.imagemanager.reference;

/** The text is not a valid {@link ImageReference}. The message is a clause such as "it is too long". */
public final class MalformedReferenceException extends IllegalArgumentException {

    MalformedReferenceException(String reason) {
        super(reason);
    }
}
