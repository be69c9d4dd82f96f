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
 * Reads a Dockerfile that is ready to be built.
 *
 * <p>Rules: {@code parser.Parse} and {@code instructions.Parse} of BuildKit. Unlike there, reading goes on after an
 * error, so that all of them are shown at once.
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
     * Bytes that are no UTF-8 are an error only where BuildKit cannot pass them on: in {@code RUN}, which it refuses
     * without saying where, and in the names of images.
     *
     * @param file as problems and locations shall name it; it is not opened
     * @throws InputException with everything that is wrong
     */
    public static Dockerfile parse(Path file, byte[] content) {
        return new DockerfileParser(file, SourceText.of(content)).read();
    }

    /**
     * @param file as problems and locations shall name it; it is not opened
     * @throws InputException with everything that is wrong
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
        problems.add(Problem.error(location, "RUN has bytes that are no UTF-8, which BuildKit cannot pass on")
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
            problems.add(Problem.error(line.start(), instruction.keyword() + " stands before the first FROM")
                    .withHint("only ARG may"));
        }
    }

    /** The exec form has none, and ONBUILD has those of its trigger. */
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
                    problems.add(Problem.error(line.start(), "the heredoc '" + heredoc.name() + "' is never closed")
                            .withHint("end it with a line that holds only " + heredoc.name()
                                    + "; where << is no heredoc, quote it or leave no blank before it"));
                    return;
                }
            }
        } catch (ShellSyntaxException e) {
            problems.add(Problem.error(line.start(), "a heredoc's name cannot be read: " + e.getMessage()));
        }
    }
}
