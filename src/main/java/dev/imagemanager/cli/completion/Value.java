package dev.imagemanager.cli.completion;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Model.ArgSpec;

/** The possible values of an option or a parameter. */
sealed interface Value {

    /** One of these words. */
    record Words(List<String> words) implements Value {
        public Words {
            words = List.copyOf(words);
        }
    }

    /** A name that depends on the fleet or the machine, and is requested from the program. */
    record Asked(Subject subject) implements Value {}

    /** A file or directory. */
    record Place(boolean onlyDirectories) implements Value {}

    /** Any other value, or no value. */
    record Unknown() implements Value {}

    /** The argument of {@code complete}. Determined by the parameter's label in the help. */
    enum Subject {
        targets("TARGET"),
        tools("TOOL");

        private final String label;

        Subject(String label) {
            this.label = label;
        }

        static Optional<Subject> ofLabel(String label) {
            return List.of(values()).stream()
                    .filter(subject -> subject.label.equals(label))
                    .findFirst();
        }
    }

    static Value of(ArgSpec argument) {
        if (argument.completionCandidates() != null) {
            return new Words(
                    StreamSupport.stream(argument.completionCandidates().spliterator(), false)
                            .toList());
        }
        Optional<Subject> subject = Subject.ofLabel(argument.paramLabel());
        if (subject.isPresent()) {
            return new Asked(subject.get());
        }
        return argument.type().equals(java.nio.file.Path.class)
                ? new Place(argument.paramLabel().toUpperCase(Locale.ROOT).equals("DIR"))
                : new Unknown();
    }
}
