package dev.imagemanager.reference;

/** A text is not an {@link ImageReference}; the message says why, as the end of a sentence: "it is too long". */
public final class MalformedReferenceException extends IllegalArgumentException {

    MalformedReferenceException(String reason) {
        super(reason);
    }
}
