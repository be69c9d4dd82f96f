package dev.imagemanager.infra.git;

/** A tree of a repository that git would not make. */
final class MalformedTreeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param what is malformed */
    MalformedTreeException(String what) {
        super(what);
    }
}
