package dev.imagemanager.problem;

/** The exit codes of the program. The numbers are part of its interface. */
public enum ExitCode {
    OK(0),
    /** A build, a test or a check failed. */
    FAILED(1),
    /** Wrong usage or wrong input. */
    INPUT(2),
    /** A required tool, daemon, registry or network is missing or failed. */
    ENVIRONMENT(3),
    /** An internal error. */
    BUG(4),
    /** Interrupted by the user: 128 + SIGINT, as in shells. */
    INTERRUPTED(130);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
