package dev.imagemanager.dockerfile;

import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.problem.Suggestion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Parses an instruction from a line. Adds a problem and returns nothing if it is not valid.
 *
 * <p>Rules: Dockerfile reference, a section per instruction; {@code frontend/dockerfile/instructions/parse.go}.
 */
final class InstructionReader {

    private static final Set<String> KEYWORDS = Set.of(
            "ADD",
            "ARG",
            "CMD",
            "COPY",
            "ENTRYPOINT",
            "ENV",
            "EXPOSE",
            "FROM",
            "HEALTHCHECK",
            "LABEL",
            "MAINTAINER",
            "ONBUILD",
            "RUN",
            "SHELL",
            "STOPSIGNAL",
            "USER",
            "VOLUME",
            "WORKDIR");

    /** As in BuildKit's suggestions. */
    private static final Set<String> NO_TRIGGERS = Set.of("ONBUILD", "FROM", "MAINTAINER");

    private static final Pattern STAGE_NAME = Pattern.compile("[a-z][a-z0-9-_.]*");

    private final LogicalLine line;
    private final LineRange lines;
    private final Problems problems;

    /** @param lines of the whole instruction, including heredocs */
    InstructionReader(LogicalLine line, LineRange lines, Problems problems) {
        this.line = line;
        this.lines = lines;
        this.problems = problems;
    }

    Optional<Instruction> read(CommandLine command, char escape) {
        String keyword = command.keyword().toUpperCase(Locale.ROOT);
        return switch (keyword) {
            case "FROM" -> readFrom(command);
            case "ARG" -> readArg(command, escape);
            case "ADD" -> readAdd(command);
            case "COPY" -> readCopy(command);
            case "ENV" -> Optional.of(new Instruction.Env(lines, readEnv(command, escape)));
            case "RUN" -> readRun(command);
            case "ONBUILD" -> readOnBuild(command);
            default ->
                KEYWORDS.contains(keyword)
                        ? Optional.of(new Instruction.Other(lines, keyword))
                        : unknown(command, keyword);
        };
    }

    private Optional<Instruction> readFrom(CommandLine command) {
        List<Word> words = Words.separated(line, command);
        boolean named = words.size() == 3 && words.get(1).text().equalsIgnoreCase("as");
        if (words.size() != 1 && !named) {
            String found = words.isEmpty() ? "FROM has no image" : "FROM has invalid arguments";
            return fail(command.start(), found, "write FROM <image> or FROM <image> AS <stage>");
        }
        Optional<String> stageName = Optional.empty();
        if (named) {
            Word name = words.get(2);
            stageName = Optional.of(name.text().toLowerCase(Locale.ROOT));
            if (!STAGE_NAME.matcher(stageName.get()).matches()) {
                problems.add(Problem.error(name.location(), "'" + name.text() + "' is not a valid stage name")
                        .withHint("use letters, digits, '-', '_' and '.', starting with a letter"));
                return Optional.empty();
            }
        }
        int before = problems.errorCount();
        Optional<Word> platform = flagValue(command, "--platform");
        return problems.errorCount() > before
                ? Optional.empty()
                : Optional.of(new Instruction.From(lines, words.get(0), platform, stageName));
    }

    private Optional<Instruction> readArg(CommandLine command, char escape) {
        List<Instruction.Arg.Variable> variables = new ArrayList<>();
        for (Word word : Words.quoted(line, command, escape)) {
            int equals = word.text().indexOf('=');
            if (equals == 0) {
                problems.add(Problem.error(word.location(), "ARG has a value without a name"));
                return Optional.empty();
            }
            String name = equals < 0 ? word.text() : word.text().substring(0, equals);
            Optional<String> value =
                    equals < 0 ? Optional.empty() : Optional.of(word.text().substring(equals + 1));
            variables.add(new Instruction.Arg.Variable(name, value, word.location()));
        }
        return variables.isEmpty()
                ? fail(command.start(), "ARG has no variable name", "write ARG <name> or ARG <name>=<default>")
                : Optional.of(new Instruction.Arg(lines, variables));
    }

    private Optional<Instruction> readCopy(CommandLine command) {
        int before = problems.errorCount();
        Optional<Word> from =
                flagValue(command, "--from").filter(word -> !word.text().isEmpty());
        return problems.errorCount() > before ? Optional.empty() : Optional.of(new Instruction.Copy(lines, from));
    }

    private Optional<Instruction> readAdd(CommandLine command) {
        int before = problems.errorCount();
        Optional<Word> checksum = flagValue(command, "--checksum");
        List<Word> words = JsonStrings.read(command.arguments())
                .map(texts -> texts.stream()
                        .map(text -> new Word(text, line.locate(command.argumentsStart())))
                        .toList())
                .orElseGet(() -> Words.separated(line, command));
        return problems.errorCount() > before
                ? Optional.empty()
                : Optional.of(new Instruction.Add(lines, words.subList(0, Math.max(0, words.size() - 1)), checksum));
    }

    /** As {@code parseNameVal} of BuildKit's parser, which has two forms: {@code ENV a=b c=d} and {@code ENV a b}. */
    private List<Instruction.Env.Variable> readEnv(CommandLine command, char escape) {
        List<Word> words = Words.quoted(line, command, escape);
        if (!words.isEmpty() && !words.get(0).text().contains("=")) {
            String[] parts = command.arguments().split("\\s+", 2);
            return parts.length < 2 ? List.of() : List.of(new Instruction.Env.Variable(parts[0], parts[1]));
        }
        return words.stream()
                .map(Word::text)
                .filter(text -> text.contains("="))
                .map(text -> text.split("=", 2))
                .map(parts -> new Instruction.Env.Variable(parts[0], parts[1]))
                .toList();
    }

    private Optional<Instruction> readRun(CommandLine command) {
        List<Word> sources = new ArrayList<>();
        for (Flag flag : command.flags()) {
            if (flag.name().equals("--mount")) {
                Optional<List<CsvFields.Field>> fields = flag.value().flatMap(CsvFields::read);
                if (fields.isEmpty()) {
                    return fail(
                            flag.start(),
                            "the --mount flag is not a valid list of comma-separated options",
                            "write --mount=type=bind,from=<image>,target=<path>");
                }
                mountSource(flag, fields.get()).ifPresent(sources::add);
            }
        }
        Optional<Word> variable =
                sources.stream().filter(InstructionReader::hasVariable).findFirst();
        if (variable.isPresent()) {
            problems.add(noVariables(variable.get(), "from= of a mount"));
            return Optional.empty();
        }
        return Optional.of(new Instruction.Run(lines, sources));
    }

    /** Returns the value of the last {@code from}. */
    private Optional<Word> mountSource(Flag flag, List<CsvFields.Field> fields) {
        Optional<Word> source = Optional.empty();
        for (CsvFields.Field field : fields) {
            int equals = field.text().indexOf('=');
            if (equals >= 0 && field.text().substring(0, equals).equalsIgnoreCase("from")) {
                int origin = flag.valueOrigin(field.start() + equals + 1);
                source = Optional.of(new Word(field.text().substring(equals + 1), line.locate(origin)));
            }
        }
        return source.filter(word -> !word.text().isEmpty());
    }

    /** Ignores a dollar sign at the end, like {@code parseMount}. */
    private static boolean hasVariable(Word word) {
        int dollar = word.text().indexOf('$');
        return dollar >= 0 && dollar < word.text().length() - 1;
    }

    static Problem noVariables(Word word, String where) {
        return Problem.error(
                        word.location(), "BuildKit does not expand variables in " + where + ": '" + word.text() + "'")
                .withHint("add a stage, FROM <image> AS <stage>, and use its name");
    }

    private Optional<Instruction> readOnBuild(CommandLine command) {
        if (!command.flags().isEmpty()) {
            return fail(
                    command.flags().get(0).start(),
                    "ONBUILD does not accept flags",
                    "put the flag after the trigger's keyword");
        }
        // The trigger is stored as text; the build that runs it reads it without this file's escape directive.
        CommandLine trigger = CommandLine.read(line.text(), command.argumentsStart(), '\\');
        String keyword = trigger.keyword().toUpperCase(Locale.ROOT);
        if (keyword.isEmpty()) {
            return fail(command.start(), "ONBUILD has no instruction", "write ONBUILD <instruction>");
        }
        if (NO_TRIGGERS.contains(keyword)) {
            return fail(
                    trigger.start(),
                    keyword + " cannot be an ONBUILD trigger",
                    "use an instruction other than ONBUILD, FROM and MAINTAINER");
        }
        Instruction instruction = new InstructionReader(line, lines, new Problems())
                .read(trigger, '\\')
                .orElseGet(() -> new Instruction.Other(lines, keyword));
        return Optional.of(new Instruction.OnBuild(lines, instruction));
    }

    private Optional<Word> flagValue(CommandLine command, String name) {
        Set<String> seen = new HashSet<>();
        Optional<Word> value = Optional.empty();
        for (Flag flag : command.flags()) {
            if (!flag.name().equals(name)) {
                continue;
            }
            if (!seen.add(name)) {
                problems.add(Problem.error(line.locate(flag.start()), "the flag " + name + " is given twice"));
            } else if (flag.value().isEmpty()) {
                problems.add(Problem.error(line.locate(flag.start()), "the flag " + name + " has no value")
                        .withHint("write " + name + "=<value>, without a space"));
            } else {
                value = Optional.of(new Word(flag.value().get(), line.locate(flag.valueOrigin(0))));
            }
        }
        return value;
    }

    private Optional<Instruction> fail(int offset, String message, String hint) {
        problems.add(Problem.error(line.locate(offset), message).withHint(hint));
        return Optional.empty();
    }

    private Optional<Instruction> unknown(CommandLine command, String keyword) {
        if (keyword.isEmpty()) {
            return fail(command.start(), "the continued line has no instruction", "remove the line");
        }
        String hint = Suggestion.closest(keyword, KEYWORDS)
                .map(known -> "did you mean " + known + "?")
                .orElse("if it continues the line before, end that line with the escape character");
        return fail(command.start(), "'" + command.keyword() + "' is not an instruction", hint);
    }
}
