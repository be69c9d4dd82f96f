package dev.imagemanager.pipeline.build;

import java.util.Objects;

/** Which content something has that a build downloads. */
public sealed interface RemoteVersion {

    /** @param text another one if the content changes; without credentials */
    record Known(String text) implements RemoteVersion {

        public Known {
            Objects.requireNonNull(text, "text");
        }
    }

    /** @param reason a clause without credentials, such as {@code the server answered with HTTP status 404} */
    record Unknown(String reason) implements RemoteVersion {

        public Unknown {
            Objects.requireNonNull(reason, "reason");
        }
    }
}
