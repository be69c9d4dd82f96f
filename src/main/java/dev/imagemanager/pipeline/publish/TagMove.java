package dev.imagemanager.pipeline.publish;

import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import java.util.Optional;

/**
 * What becomes of a tag.
 *
 * @param isAlias whether it is an alias, which moves after all other tags
 * @param from what it stands for before; empty if it does not exist
 * @param to what it shall stand for
 * @param refusal why it must not move; empty if it may
 */
public record TagMove(String tag, boolean isAlias, Optional<Digest> from, Digest to, Optional<Problem> refusal) {

    /** Returns whether there is nothing to do. */
    public boolean isCurrent() {
        return from.equals(Optional.of(to));
    }
}
