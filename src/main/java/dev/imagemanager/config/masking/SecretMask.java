package dev.imagemanager.config.masking;

import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Hides credentials in text that is shown or kept: whole values, lines of values, longer parts of them, in other letter
 * cases and in the usual encodings ({@link SecretForms}). Whoever reads a credential adds it here; what shows output of
 * other programs or values of the fleet passes it through {@link #apply}. Safe for use by several threads.
 */
@Singleton
public final class SecretMask {

    /** Stands in the place of a credential. */
    public static final String MASK = "***";

    private final Set<String> known = new LinkedHashSet<>();

    /** Null while nothing is known. */
    private volatile SecretFinder finder;

    /** Whether {@link #finder} finds all that is known. It is made when it is needed, since several callers add credentials. */
    private volatile boolean isComplete = true;

    /** Adds credentials. Those with fewer than {@link SecretForms#SHORTEST} characters are not hidden. */
    public synchronized void learn(Collection<String> secrets) {
        for (String secret : secrets) {
            if (secret.length() >= SecretForms.SHORTEST && known.add(secret)) {
                isComplete = false;
            }
        }
    }

    private SecretFinder finder() {
        if (!isComplete) {
            complete();
        }
        return finder;
    }

    private synchronized void complete() {
        if (!isComplete) {
            finder = SecretFinder.of(known);
            isComplete = true;
        }
    }

    /** Returns whether there is nothing to hide. */
    public boolean isEmpty() {
        return finder() == null;
    }

    /** Returns the text with {@value #MASK} in the places of credentials. The time it takes grows with the text only. */
    public String apply(String text) {
        SecretFinder current = finder();
        return current == null ? text : current.replaceAll(text, MASK);
    }
}
