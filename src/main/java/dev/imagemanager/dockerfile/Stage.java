package dev.imagemanager.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A build stage: a {@code FROM} and what follows it.
 *
 * @param number counted from 0, as in {@code COPY --from=0}
 * @param instructions without the {@code FROM}
 */
public record Stage(int number, Instruction.From from, List<Instruction> instructions) {

    public Stage {
        Objects.requireNonNull(from, "from");
        instructions = List.copyOf(instructions);
    }

    /** Returns the name in lower case; stage names are case-insensitive. */
    public Optional<String> name() {
        return from.stageName();
    }

    /** Returns the name, or the number if there is none, for messages. */
    String label() {
        return name().orElseGet(() -> Integer.toString(number));
    }

    /**
     * Returns the instructions for builds that start from this stage or its image. They are not inherited by further
     * builds.
     */
    public Stream<Instruction.OnBuild> triggers() {
        return instructions.stream()
                .filter(Instruction.OnBuild.class::isInstance)
                .map(Instruction.OnBuild.class::cast);
    }

    /** Collects the instructions of a stage. */
    static final class Builder {

        private final int number;
        private final Instruction.From from;
        private final List<Instruction> instructions = new ArrayList<>();

        Builder(int number, Instruction.From from) {
            this.number = number;
            this.from = from;
        }

        void add(Instruction instruction) {
            instructions.add(instruction);
        }

        Stage build() {
            return new Stage(number, from, instructions);
        }
    }
}
