package dev.imagemanager.cli.completion;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Model.ArgSpec;

/** What can stand at one place of a command line. */
sealed interface Value {

    /** One of these words. */
    record Words(List<String> words) implements Value {
        public Words {
            words = List.copyOf(words);
        }
    }

    /** A name that only the program can tell, since it depends on the fleet or the machine. */
    record Asked(Subject subject) implements Value {}

    /** A place of the file system. */
    record Place(boolean onlyDirectories) implements Value {}

    /** Anything else, or nothing at all. */
    record Unknown() implements Value {}

    /** What the program is asked for, with {@code complete}. The parameter's label in the help says which. */
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
