package dev.imagemanager.problem;

/** A server does not answer, or no longer does. Another one may do the work instead. */
public final class UnreachableException extends EnvironmentException {

    private final String reason;

    /**
     * @param problem what is shown where there is no other server
     * @param reason why it does not answer, a clause that does not name it
     */
    public UnreachableException(Problem problem, String reason) {
        super(problem);
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
