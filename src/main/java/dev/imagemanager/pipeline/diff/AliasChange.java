package dev.imagemanager.pipeline.diff;

import java.util.Optional;

/**
 * An alias that names another tag, is new, or is gone.
 *
 * @param tag the tag that it names
 * @param isBackwards whether it names an earlier version than before; empty unless both tags are versions
 */
public record AliasChange(String alias, Change<String> tag, Optional<Boolean> isBackwards) {

    /** Returns whether it was there before and is still there. */
    public boolean isMove() {
        return tag.before().isPresent() && tag.after().isPresent();
    }
}
