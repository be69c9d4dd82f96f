package dev.imagemanager.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.cli.UnwiredProgram;
import dev.imagemanager.docs.MarkdownPage.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What the pages tell people to type is what the program takes. */
class DocumentedCommandsTest {

    private static final String PROGRAM = "image-manager";

    /** Behind the name up to where the shell takes over: a pipe, a redirection, the next command, a comment. */
    private static final Pattern CALL = Pattern.compile("(?:^|[\\s(])" + PROGRAM + " +([^|>;&)]*?)(?= +# |[|>;&)]|$)");

    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

    /** In prose, commands often stand without the program's name: {@code services down --volumes}. */
    private static final Pattern COMMAND = Pattern.compile(
            "(" + String.join("|", UnwiredProgram.commandLine().getSubcommands().keySet()) + ") ");

    /** Where every line is for a shell; of others, such as consoles, only those behind a prompt. */
    private static final Set<String> SCRIPTS = Set.of("sh", "yaml", "make");

    record Call(String place, List<String> words) {
        @Override
        public String toString() {
            return place;
        }
    }

    static List<Call> calls() {
        return MarkdownPage.all().stream()
                .flatMap(DocumentedCommandsTest::calls)
                .toList();
    }

    private static Stream<Call> calls(MarkdownPage page) {
        return page.lines().stream().flatMap(line -> typed(line).stream()
                .flatMap(text -> CALL.matcher(text).results())
                .map(match -> new Call(page.at(line), words(match.group(1))))
                .filter(call -> !isPattern(call)));
    }

    private static List<String> typed(Line line) {
        if (line.isProse()) {
            return line.codeSpans().stream()
                    .map(span -> COMMAND.matcher(span).lookingAt() ? PROGRAM + " " + span : span)
                    .toList();
        }
        String text = line.text().replace("$(IMAGE_MANAGER)", PROGRAM);
        if (SCRIPTS.contains(line.language())) {
            return List.of(text);
        }
        return text.startsWith("$ ") ? List.of(text.substring(2)) : List.of();
    }

    /** Says how commands look, or leaves something out: {@code image-manager COMMAND --help}. */
    private static boolean isPattern(Call call) {
        return call.words().stream().anyMatch(word -> word.matches("[A-Z]+|<.*|.*….*"));
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        WORD.matcher(text).results().map(DocumentedCommandsTest::unquoted).forEach(words::add);
        words.removeIf(word -> word.equals("$(TARGETS"));
        return words;
    }

    private static String unquoted(MatchResult word) {
        return word.group(1) != null ? word.group(1) : word.group(2) != null ? word.group(2) : word.group(3);
    }

    @ParameterizedTest
    @MethodSource("calls")
    void aCommandOfThePagesIsOneOfTheProgram(Call call) {
        CommandLine program = UnwiredProgram.commandLine();

        assertThat(refusal(program, call.words())).as(call.place()).isEmpty();
    }

    private static String refusal(CommandLine program, List<String> words) {
        try {
            program.parseArgs(words.toArray(String[]::new));
            return "";
        } catch (ParameterException refused) {
            return refused.getMessage();
        }
    }

    @Test
    void whatTheProgramDoesNotTakeIsNoticed() {
        assertThat(refusal(UnwiredProgram.commandLine(), words("build --quite app")))
                .contains("--quite");
        assertThat(refusal(UnwiredProgram.commandLine(), words("biuld"))).contains("biuld");
        assertThat(calls()).hasSizeGreaterThan(50);
    }
}
