package dev.imagemanager;

import dev.imagemanager.infra.daemon.StateDirectories;
import dev.imagemanager.pipeline.SealedDocuments;
import dev.imagemanager.seal.UserState;

/** Seals with a key of the tests, so that they write nothing into the user's state. */
public final class TestSeals {

    private TestSeals() {}

    public static UserState user() {
        return new UserState(new FakeEnvironment()
                .with(UserState.KEY_VARIABLE, "of all the tests".repeat(3))
                .with("XDG_STATE_HOME", "/proc/nowhere"));
    }

    public static SealedDocuments documents() {
        return new SealedDocuments(user());
    }

    public static StateDirectories states() {
        return new StateDirectories(user());
    }
}
