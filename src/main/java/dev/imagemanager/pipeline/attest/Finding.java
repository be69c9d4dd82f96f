package dev.imagemanager.pipeline.attest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * What a verification found.
 *
 * @param text for people: who signed, or why it is not believed
 * @param facts for programs
 */
public record Finding(State state, String text, ObjectNode facts) {

    public enum State {
        VALID,
        /** There is none. */
        MISSING,
        /** There is one that is not believed, or says that the image is not good. */
        INVALID;

        /** Returns a lower-case word. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Finding valid(String text, ObjectNode facts) {
        return new Finding(State.VALID, text, facts);
    }

    static Finding missing() {
        return new Finding(State.MISSING, "missing", JsonNodeFactory.instance.objectNode());
    }

    /** @param reason a clause */
    static Finding invalid(String reason) {
        return new Finding(
                State.INVALID, reason, JsonNodeFactory.instance.objectNode().put("reason", reason));
    }

    public boolean isValid() {
        return state == State.VALID;
    }
}
