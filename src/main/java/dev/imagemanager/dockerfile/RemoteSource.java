package dev.imagemanager.dockerfile;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Something that {@code ADD} downloads.
 *
 * <p>Rules: Dockerfile reference, "Adding files from URLs" and "Adding files from a Git repository"; {@code dispatchCopy} of
 * BuildKit's {@code dockerfile2llb}, {@code dfgitutil} and {@code gitutil}.
 */
public sealed interface RemoteSource {

    /** The line of the instruction, in the file that has it. */
    int line();

    /** Whether the instruction is an {@code ONBUILD} of a base. */
    boolean isTriggered();

    /** @param address absolute, with {@code http} or {@code https}; may contain credentials */
    record Web(URI address, int line, boolean isTriggered) implements RemoteSource {

        public Web {
            Objects.requireNonNull(address, "address");
        }
    }

    /**
     * @param repository as git takes it, without reference and folder; may contain credentials
     * @param scheme in lower case: {@code https}, {@code http}, {@code ssh} or {@code git}
     * @param reference a branch, a tag or a commit; empty for the default branch
     */
    record Git(String repository, String scheme, String host, Optional<String> reference, int line, boolean isTriggered)
            implements RemoteSource {

        private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

        public Git {
            Objects.requireNonNull(repository, "repository");
            Objects.requireNonNull(scheme, "scheme");
            Objects.requireNonNull(host, "host");
            Objects.requireNonNull(reference, "reference");
        }

        /** Returns the reference if it is a complete id of a commit, which never means another one. */
        public Optional<String> commit() {
            return reference.filter(name -> COMMIT.matcher(name).matches());
        }
    }

    /**
     * It cannot be said what is downloaded, if anything.
     *
     * @param reason a clause
     */
    record Undetermined(String reason, int line, boolean isTriggered) implements RemoteSource {

        public Undetermined {
            Objects.requireNonNull(reason, "reason");
        }
    }
}
