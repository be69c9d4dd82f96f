package dev.imagemanager.dockerfile;

import dev.imagemanager.problem.SourceLocation;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** One instruction, with unexpanded variables. Only instructions that can name an image, download
 * something, or set variables for that are parsed further. */
public sealed interface Instruction {

    /** Returns the keyword in upper case. */
    String keyword();

    /** Returns the lines from the keyword to the last continuation or the end of the last heredoc. */
    LineRange lines();

    /**
     * @param image an image, an earlier stage or {@code scratch}, with unexpanded variables
     * @param platform the value of {@code --platform}
     * @param stageName in lower case, as in BuildKit
     */
    record From(LineRange lines, Word image, Optional<Word> platform, Optional<String> stageName)
            implements Instruction {

        public From {
            Objects.requireNonNull(lines, "lines");
            Objects.requireNonNull(image, "image");
            Objects.requireNonNull(platform, "platform");
            Objects.requireNonNull(stageName, "stageName");
        }

        @Override
        public String keyword() {
            return "FROM";
        }
    }

    record Arg(LineRange lines, List<Variable> variables) implements Instruction {

        public Arg {
            Objects.requireNonNull(lines, "lines");
            variables = List.copyOf(variables);
        }

        @Override
        public String keyword() {
            return "ARG";
        }

        /** @param defaultValue with its quotes and variables; empty if there is none */
        public record Variable(String name, Optional<String> defaultValue, SourceLocation location) {

            public Variable {
                Objects.requireNonNull(name, "name");
                Objects.requireNonNull(defaultValue, "defaultValue");
                Objects.requireNonNull(location, "location");
            }
        }
    }

    /** @param from the value of {@code --from}: an image, a stage or a stage's number; empty for the build context */
    record Copy(LineRange lines, Optional<Word> from) implements Instruction {

        public Copy {
            Objects.requireNonNull(lines, "lines");
            Objects.requireNonNull(from, "from");
        }

        @Override
        public String keyword() {
            return "COPY";
        }
    }

    /**
     * @param sources all but the last argument, with unexpanded variables
     * @param checksum the value of {@code --checksum}
     */
    record Add(LineRange lines, List<Word> sources, Optional<Word> checksum) implements Instruction {

        public Add {
            Objects.requireNonNull(lines, "lines");
            sources = List.copyOf(sources);
            Objects.requireNonNull(checksum, "checksum");
        }

        @Override
        public String keyword() {
            return "ADD";
        }
    }

    /** @param variables in their order; their values can use those of earlier instructions */
    record Env(LineRange lines, List<Variable> variables) implements Instruction {

        public Env {
            Objects.requireNonNull(lines, "lines");
            variables = List.copyOf(variables);
        }

        @Override
        public String keyword() {
            return "ENV";
        }

        /** @param value with its quotes and variables */
        public record Variable(String name, String value) {

            public Variable {
                Objects.requireNonNull(name, "name");
                Objects.requireNonNull(value, "value");
            }
        }
    }

    /** @param mountSources the {@code from} values of all {@code --mount} flags: images or stages, not numbers */
    record Run(LineRange lines, List<Word> mountSources) implements Instruction {

        public Run {
            Objects.requireNonNull(lines, "lines");
            mountSources = List.copyOf(mountSources);
        }

        @Override
        public String keyword() {
            return "RUN";
        }
    }

    /**
     * @param trigger the instruction to run in builds {@code FROM} this stage or its image. BuildKit checks it only
     *     there, so an invalid trigger is {@link Other}
     */
    record OnBuild(LineRange lines, Instruction trigger) implements Instruction {

        public OnBuild {
            Objects.requireNonNull(lines, "lines");
            Objects.requireNonNull(trigger, "trigger");
        }

        @Override
        public String keyword() {
            return "ONBUILD";
        }
    }

    /** An instruction that neither names an image nor downloads anything itself. */
    record Other(LineRange lines, String keyword) implements Instruction {

        public Other {
            Objects.requireNonNull(lines, "lines");
            Objects.requireNonNull(keyword, "keyword");
        }
    }
}
