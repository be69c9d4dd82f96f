package dev.imagemanager.pipeline.revision;

/**
 * A file of a revision as git stores it.
 *
 * @param id the id of the object: of a file's content, of a link's destination or of a submodule's commit
 */
public record PastFile(Kind kind, String id) {

    /** What git tells apart of a file's mode (gitdatamodel(7), "Trees"). */
    public enum Kind {
        FILE,
        EXECUTABLE,
        LINK,
        SUBMODULE;

        /** Returns whether it is a file with content of its own. */
        public boolean isRegular() {
            return this == FILE || this == EXECUTABLE;
        }
    }
}
