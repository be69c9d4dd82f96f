package dev.imagemanager.rendering.template;

import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.SourceLocation;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits what rendering may take, since templates may come from a stranger: fragments that include each other many times,
 * or loops in loops, would otherwise render for years.
 */
final class Budget {

    /** Expressions, loop elements and includes while one file is rendered; usual templates take some hundred. */
    static final int STEPS = 100_000;

    /** Expressions, loop elements and includes while all files of a fleet are rendered. */
    static final int STEPS_OF_FLEET = 20_000_000;

    /** The problems that are shown of one rendered file. */
    static final int PROBLEMS = 100;

    /** The longest rendered text, in characters. */
    static final int OUTPUT = 4 << 20;

    private final AtomicLong ofFleet;
    private long steps;
    private long output;
    private int problems;

    /** @param ofFleet the steps of the whole fleet so far */
    Budget(AtomicLong ofFleet) {
        this.ofFleet = ofFleet;
    }

    /** @throws ExceededException if there were more steps than allowed */
    void takeSteps(int count) {
        steps += count;
        if (steps > STEPS) {
            throw new ExceededException(
                    "it takes more than " + STEPS + " steps to render this template",
                    "each expression, include and loop element is a step; remove loops in loops and repeated includes");
        }
        if (ofFleet.addAndGet(count) > STEPS_OF_FLEET) {
            throw new ExceededException(
                    "it takes more than " + STEPS_OF_FLEET + " steps to render the templates of this fleet",
                    "each expression, include and loop element is a step; divide the fleet");
        }
    }

    /** @throws ExceededException if there are more problems than anyone reads */
    void takeProblem() {
        if (++problems > PROBLEMS) {
            throw new ExceededException(
                    "there are more than " + PROBLEMS + " problems in this file",
                    "mend these first; the rest is not shown");
        }
    }

    /** @throws ExceededException if the text is too long */
    void print(String text) {
        output += text.length();
        if (output > OUTPUT) {
            throw new ExceededException(
                    "the rendered text is longer than " + (OUTPUT >> 20) + " MiB", "divide the file");
        }
    }

    /** Ends the rendering. */
    static final class ExceededException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String hint;

        ExceededException(String message, String hint) {
            super(message, null, false, false);
            this.hint = hint;
        }

        Problem problem(Path file) {
            return Problem.error(SourceLocation.wholeFile(file), getMessage()).withHint(hint);
        }
    }
}
