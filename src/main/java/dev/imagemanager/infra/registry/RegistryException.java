package dev.imagemanager.infra.registry;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** A server responded with an error status. */
public final class RegistryException extends IOException {

    private static final Set<Integer> TEMPORARY = Set.of(429, 502, 503, 504);
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private final int status;
    private final transient Optional<Duration> retryAfter;

    /**
     * @param server its host and port
     * @param subject what was requested
     * @param details the server's message, or why there are no credentials; may be empty
     * @param retryAfter how long to wait before the next request, if the server sent it
     */
    RegistryException(String server, int status, String subject, String details, Optional<Duration> retryAfter) {
        super(server + " responded with HTTP status " + status + " for " + subject + explanation(status, details));
        this.status = status;
        this.retryAfter = retryAfter;
    }

    private static String explanation(int status, String details) {
        return switch (status) {
            case UNAUTHORIZED -> ": credentials are missing or wrong" + inParentheses(details);
            case FORBIDDEN -> ": the credentials, or their absence, do not allow that" + inParentheses(details);
            default -> details.isEmpty() ? "" : ": " + details;
        };
    }

    private static String inParentheses(String details) {
        return details.isEmpty() ? "" : " (" + details + ")";
    }

    public int status() {
        return status;
    }

    /** Returns whether other credentials could help. */
    public boolean isRefusal() {
        return status == UNAUTHORIZED || status == FORBIDDEN;
    }

    /** Returns whether the same request may succeed later. */
    boolean isTemporary() {
        return TEMPORARY.contains(status);
    }

    Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
