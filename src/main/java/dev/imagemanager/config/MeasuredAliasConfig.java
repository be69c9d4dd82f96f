package dev.imagemanager.config;

import dev.imagemanager.reference.Grammar;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An alias as written whose key has {@value #EXAMPLE}: it says what is in the image. One of {@code run}, {@code file} and
 * {@code label} is there, unless problems were reported.
 *
 * @param run a program and its arguments, whose output it is
 * @param file an absolute path in the image
 * @param label the key of a label of the image
 * @param tag the only tag that has it; empty for each
 */
public record MeasuredAliasConfig(
        Optional<List<String>> run, Optional<String> file, Optional<String> label, Optional<String> tag) {

    static final String EXAMPLE = "{=output}";

    static final MappingReader.ObjectEntries<MeasuredAliasConfig> ENTRIES = new MappingReader.ObjectEntries<>(
            MeasuredAliasConfig::isPattern,
            MeasuredAliasConfig::mistake,
            "{ run: [program, argument] }, { file: /path } or { label: key }",
            MeasuredAliasConfig::read);

    private static final Pattern EXPRESSION = Pattern.compile("\\{= *output *}");

    public MeasuredAliasConfig {
        run = run.map(List::copyOf);
    }

    /** Returns whether the key of an alias stands for what is in an image. */
    private static boolean isPattern(String key) {
        return EXPRESSION.matcher(key).find();
    }

    /** Returns the alias for an output. */
    public static String alias(String pattern, String output) {
        return EXPRESSION.matcher(pattern).replaceAll(Matcher.quoteReplacement(output));
    }

    /** Returns why a key cannot be one, after its name; empty if it can. */
    private static Optional<String> mistake(String key) {
        if (EXPRESSION.matcher(key).results().count() > 1) {
            return Optional.of("has " + EXAMPLE + " more than once");
        }
        return Grammar.isTag(alias(key, "0")) ? Optional.empty() : Optional.of("with an output " + Patterns.TAG_RULE);
    }

    private static MeasuredAliasConfig read(MappingReader reader) {
        Optional<List<String>> run = reader.texts("run")
                .filter(command -> reader.accept(
                        "run",
                        !command.isEmpty() && !command.get(0).isBlank(),
                        "is empty: it must have a program and its arguments"))
                .filter(command -> reader.accept(
                        "run",
                        command.size() > 1 || !command.get(0).contains(" "),
                        "must be a list of the program and its arguments, such as [cat, /etc/version]"))
                .filter(command -> reader.accept(
                        "run", command.stream().noneMatch(part -> part.indexOf('\0') >= 0), "has a NUL character"));
        Optional<String> file = reader.file("file")
                .filter(path -> reader.accept(
                        "file",
                        path.startsWith("/") && !path.endsWith("/"),
                        "must be the absolute path of a file in the image"));
        Optional<String> label = reader.text("label")
                .filter(key -> reader.accept("label", !key.isBlank(), "is empty: it must be the key of a label"));
        Optional<String> tag =
                reader.text("tag").filter(name -> reader.accept("tag", Grammar.isTag(name), Patterns.TAG_RULE));
        reader.require(
                Stream.of("run", "file", "label").filter(reader::isWritten).count() == 1,
                "a measured alias needs exactly one of 'run', 'file' and 'label'");
        return new MeasuredAliasConfig(run, file, label, tag);
    }
}
