package dev.imagemanager.problem;

/** What the program tells its caller when it ends. The numbers are part of the program's interface. */
public enum ExitCode {
    OK(0),
    /** The work was done and the answer is no: a build, a test or a check failed. */
    FAILED(1),
    /** Wrong usage or wrong input. */
    INPUT(2),
    /** A tool, daemon, registry or network that is needed did not do its part. */
    ENVIRONMENT(3),
    /** A mistake in this program. */
    BUG(4),
    /** Ended by the user: 128 + SIGINT, as shells have it. */
    INTERRUPTED(130);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
