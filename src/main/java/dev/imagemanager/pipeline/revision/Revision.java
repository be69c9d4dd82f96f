package dev.imagemanager.pipeline.revision;

import java.util.Optional;

/**
 * A name of a commit, as gitrevisions(7) has them: {@code main}, {@code v1.2.0}, {@code HEAD~1}.
 *
 * @param name cannot be taken for an option: it does not start with a hyphen
 */
public record Revision(String name) {

    public Revision {
        if (!isName(name)) {
            throw new IllegalArgumentException("not a revision: " + name);
        }
    }

    /** @return empty if the text cannot be the name of a revision */
    public static Optional<Revision> find(String text) {
        return isName(text) ? Optional.of(new Revision(text)) : Optional.empty();
    }

    private static boolean isName(String text) {
        return !text.isBlank() && !text.startsWith("-") && text.chars().noneMatch(Character::isISOControl);
    }

    @Override
    public String toString() {
        return name;
    }
}
