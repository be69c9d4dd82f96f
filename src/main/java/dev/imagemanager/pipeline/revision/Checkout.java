package dev.imagemanager.pipeline.revision;

import dev.imagemanager.problem.Problem;
import java.nio.file.Path;
import java.util.List;

/** A fleet's files of a revision, in a temporary directory that is removed when this is closed. */
public interface Checkout extends AutoCloseable {

    /** Returns the fleet's directory, a real path. It is empty if the revision does not have it. */
    Path directory();

    /** Returns the id of the commit. */
    String commit();

    /**
     * Returns the place of the fleet's directory in git's notation, with what goes before the name of a file in it:
     * {@code HEAD~1:} or {@code HEAD~1:fleets/a/}.
     */
    String place();

    /** Returns all files of the revision, also those that are not in the directory. */
    PastFiles files();

    /** Returns what is to say about the revision. */
    List<Problem> notes();

    @Override
    void close();
}
