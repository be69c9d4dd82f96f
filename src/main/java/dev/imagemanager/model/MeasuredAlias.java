package dev.imagemanager.model;

import dev.imagemanager.config.MeasuredAliasConfig;
import dev.imagemanager.problem.SourceLocation;
import java.util.List;
import java.util.Optional;

/**
 * An alias that says what is in an image, which only the built image can tell.
 *
 * @param pattern with <code>{=output}</code>, and the variant's suffix
 */
public record MeasuredAlias(String pattern, Source source, SourceLocation writtenAt) {

    /** What tells it. */
    public sealed interface Source {}

    /** A source that needs the files of the image. */
    public sealed interface InContainer extends Source {}

    /** @param command a program and its arguments */
    public record Run(List<String> command) implements InContainer {
        public Run {
            command = List.copyOf(command);
        }

        @Override
        public String toString() {
            return "the output of " + command.get(0);
        }
    }

    /** @param path absolute, in the image */
    public record File(String path) implements InContainer {
        @Override
        public String toString() {
            return "the file " + path;
        }
    }

    public record Label(String key) implements Source {
        @Override
        public String toString() {
            return "the label " + key;
        }
    }

    /** @return empty if problems were reported of its source */
    static Optional<MeasuredAlias> of(String pattern, MeasuredAliasConfig config, SourceLocation writtenAt) {
        return config.run()
                .<Source>map(Run::new)
                .or(() -> config.file().map(File::new))
                .or(() -> config.label().map(Label::new))
                .map(source -> new MeasuredAlias(pattern, source, writtenAt));
    }

    /** Returns the alias, which may be no valid tag. */
    public String alias(String output) {
        return MeasuredAliasConfig.alias(pattern, output);
    }
}
