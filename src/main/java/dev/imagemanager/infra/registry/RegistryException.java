package dev.imagemanager.infra.registry;

import dev.imagemanager.infra.http.Backoff;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** A server responded with an error status. */
public final class RegistryException extends IOException {

    private static final Set<Integer> TEMPORARY = Set.of(408, 429, 500, 502, 503, 504);
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private final int status;
    private final transient Optional<RetryAfter> retryAfter;
    private final boolean isAccountUnreadable;

    /**
     * @param server its host and port
     * @param subject what was requested
     * @param details the server's message, or why there are no credentials; may be empty
     * @param retryAfter how long to wait before the next request, if the server sent it
     */
    RegistryException(String server, int status, String subject, String details, Optional<RetryAfter> retryAfter) {
        this(server, status, subject, details, retryAfter, false);
    }

    /** @param isAccountUnreadable whether the details are why the account could not be read */
    RegistryException(
            String server,
            int status,
            String subject,
            String details,
            Optional<RetryAfter> retryAfter,
            boolean isAccountUnreadable) {
        super(server + " responded with HTTP status " + status + " for " + subject + explanation(status, details)
                + request(status, retryAfter));
        this.status = status;
        this.retryAfter = retryAfter;
        this.isAccountUnreadable = isAccountUnreadable;
    }

    private static String explanation(int status, String details) {
        return switch (status) {
            case UNAUTHORIZED -> ": credentials are missing or wrong" + inParentheses(details);
            case FORBIDDEN -> ": the credentials, or their absence, do not allow that" + inParentheses(details);
            default -> details.isEmpty() ? "" : ": " + details;
        };
    }

    /** Returns why the server is not asked again, if that is what it asks for. */
    private static String request(int status, Optional<RetryAfter> retryAfter) {
        return retryAfter
                .filter(asked -> TEMPORARY.contains(status) && Backoff.isTooLong(asked.time()))
                .map(asked -> "; it asks to be left alone " + asked.text())
                .orElse("");
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

    /**
     * Returns a remedy if other credentials could help; empty if not.
     *
     * @param host of the registry
     */
    public Optional<String> loginHint(String host) {
        if (!isRefusal()) {
            return Optional.empty();
        }
        String ownAccount = "set its username and password under 'registries' in .image-manager.yml";
        return Optional.of(
                isAccountUnreadable
                        ? "correct what is named, or " + ownAccount
                        : "run 'docker login " + host + "', or " + ownAccount);
    }

    /** Returns whether the same request may succeed later. */
    boolean isTemporary() {
        return TEMPORARY.contains(status);
    }

    Optional<RetryAfter> retryAfter() {
        return retryAfter;
    }
}
