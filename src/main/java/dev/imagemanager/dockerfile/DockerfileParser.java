package dev.imagemanager.dockerfile;

import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.problem.SourceLocation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Parses Dockerfiles.
 *
 * <p>Rules: {@code parser.Parse} and {@code instructions.Parse} of BuildKit. Unlike BuildKit, continues after an error,
 * so that all errors are reported at once.
 */
public final class DockerfileParser {

    private static final Set<String> WITH_HEREDOC = Set.of("ADD", "COPY", "RUN");

    private final Path file;
    private final SourceText source;
    private final Problems problems = new Problems();
    private final Directives directives;
    private final LogicalLines lines;
    private final List<Instruction.Arg> globalArguments = new ArrayList<>();
    private final List<Stage.Builder> stages = new ArrayList<>();

    private DockerfileParser(Path file, SourceText source) {
        this.file = file;
        this.source = source;
        this.directives = Directives.read(file, source.content(), problems);
        this.lines = new LogicalLines(file, source.content(), directives.escape());
    }

    /**
     * Parses a Dockerfile. Bytes that are not valid UTF-8 are an error only in {@code RUN} and in image names, where
     * BuildKit does not support them.
     *
     * @param file the file's name in messages; it is not opened
     * @throws InputException with all errors
     */
    public static Dockerfile parse(Path file, byte[] content) {
        return new DockerfileParser(file, SourceText.of(content)).read();
    }

    /**
     * @param file the file's name in messages; it is not opened
     * @throws InputException with all errors
     */
    public static Dockerfile parse(Path file, String content) {
        return new DockerfileParser(file, SourceText.of(content)).read();
    }

    private Dockerfile read() {
        boolean empty = true;
        for (Optional<LogicalLine> line = lines.next(); line.isPresent(); line = lines.next()) {
            empty = false;
            readInstruction(line.get());
        }
        if (empty) {
            problems.add(Problem.error(SourceLocation.wholeFile(file), "the Dockerfile has no instructions"));
        } else if (stages.isEmpty() && !problems.hasErrors()) {
            problems.add(Problem.error(SourceLocation.wholeFile(file), "the Dockerfile has no FROM")
                    .withHint("begin with FROM <image>, or FROM scratch"));
        }
        problems.throwIfAny();
        return new Dockerfile(
                file,
                directives.escape(),
                directives.syntax(),
                globalArguments,
                stages.stream().map(Stage.Builder::build).toList());
    }

    private void readInstruction(LogicalLine line) {
        CommandLine command = CommandLine.read(line.text(), 0, directives.escape());
        if (line.text().contains("<<") && canHaveHeredocs(command)) {
            skipHeredocs(line);
        }
        LineRange range = new LineRange(line.lines().first(), lines.lastLine());
        if (!source.undecodableLines().isEmpty() && command.keyword().equalsIgnoreCase("RUN")) {
            checkEncoding(line, range);
        }
        new InstructionReader(line, range, problems)
                .read(command, directives.escape())
                .ifPresent(instruction -> add(line, instruction));
    }

    private void checkEncoding(LogicalLine line, LineRange range) {
        int inText = line.text().indexOf(SourceText.REPLACEMENT);
        int inHeredocs = source.undecodableLines().nextSetBit(line.lines().last() + 1);
        if (inText >= 0) {
            reportEncoding(line.locate(inText));
        } else if (range.contains(inHeredocs)) {
            reportEncoding(new SourceLocation(file, inHeredocs, 0));
        }
    }

    private void reportEncoding(SourceLocation location) {
        problems.add(Problem.error(location, "RUN contains bytes that are not valid UTF-8")
                .withHint("save the file as UTF-8"));
    }

    private void add(LogicalLine line, Instruction instruction) {
        if (instruction instanceof Instruction.From from) {
            stages.add(new Stage.Builder(stages.size(), from));
        } else if (!stages.isEmpty()) {
            stages.get(stages.size() - 1).add(instruction);
        } else if (instruction instanceof Instruction.Arg arg) {
            globalArguments.add(arg);
        } else {
            problems.add(Problem.error(line.start(), instruction.keyword() + " is not allowed before the first FROM")
                    .withHint("only ARG is"));
        }
    }

    /** Returns false for the exec form; ONBUILD is decided by its trigger. */
    private boolean canHaveHeredocs(CommandLine command) {
        String keyword = command.keyword().toUpperCase(Locale.ROOT);
        if (keyword.equals("ONBUILD")) {
            CommandLine trigger = CommandLine.read(command.arguments(), 0, directives.escape());
            return hasHeredocs(trigger.keyword().toUpperCase(Locale.ROOT), trigger);
        }
        return hasHeredocs(keyword, command);
    }

    private static boolean hasHeredocs(String keyword, CommandLine command) {
        return WITH_HEREDOC.contains(keyword) && !JsonStrings.isArray(command.arguments());
    }

    private void skipHeredocs(LogicalLine line) {
        try {
            for (Heredoc heredoc : Heredoc.in(line.text())) {
                if (!lines.skip(heredoc)) {
                    problems.add(Problem.error(line.start(), "the heredoc '" + heredoc.name() + "' is not closed")
                            .withHint("end it with a line that contains only " + heredoc.name()
                                    + "; if << does not start a heredoc, quote it or remove the space before it"));
                    return;
                }
            }
        } catch (ShellSyntaxException e) {
            problems.add(Problem.error(line.start(), "a heredoc's delimiter is not valid: " + e.getMessage()));
        }
    }
}
