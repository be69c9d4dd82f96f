package dev.imagemanager.pipeline.build;

import java.nio.file.Path;
import java.time.Instant;

/** Tells when the files of a fleet were committed. */
public interface CommitTimes {

    /** The time of a commit, or why there is none. */
    sealed interface CommitTime {

        record Known(Instant instant) implements CommitTime {}

        /** @param reason a clause */
        record Unknown(String reason) implements CommitTime {}
    }

    /** Returns the committer's time of the commit that is checked out. */
    CommitTime ofHead(Path fleetDirectory) throws InterruptedException;
}
