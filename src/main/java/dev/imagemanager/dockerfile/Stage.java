package dev.imagemanager.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A build stage: a {@code FROM} and what follows it.
 *
 * @param number counted from 0, as {@code COPY --from=0} does
 * @param instructions without the {@code FROM}
 */
public record Stage(int number, Instruction.From from, List<Instruction> instructions) {

    public Stage {
        Objects.requireNonNull(from, "from");
        instructions = List.copyOf(instructions);
    }

    /** In lower case; BuildKit compares stage names without regard to case. */
    public Optional<String> name() {
        return from.stageName();
    }

    /** For messages: the name as users know it, otherwise the number. */
    String label() {
        return name().orElseGet(() -> Integer.toString(number));
    }

    Stream<Instruction.OnBuild> triggers() {
        return instructions.stream()
                .filter(Instruction.OnBuild.class::isInstance)
                .map(Instruction.OnBuild.class::cast);
    }

    /** Takes the instructions of a stage while they are being read. */
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
