package dev.imagemanager.config.yaml;

import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.SourceLocation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * Translates errors of the YAML parser into messages for users. Messages do not contain names from the file: what looks
 * like an alias or a tag may be an unquoted password.
 */
final class SyntaxProblem {

    private static final String QUOTE_IT = "if it is a string, put the whole value in quotes";

    /** Parts of the parser's message. The first explanation whose parts all occur is used. */
    private static final List<Explanation> EXPLANATIONS = List.of(
            new Explanation(
                    List.of("quoted scalar", "end of stream"),
                    "the quoted string that starts here is not closed",
                    "the closing quote is missing"),
            new Explanation(
                    List.of("flow sequence", "<stream end>"),
                    "the list that starts here is not closed",
                    "the closing ']' is missing"),
            new Explanation(
                    List.of("flow mapping", "<stream end>"),
                    "the mapping that starts here is not closed",
                    "the closing '}' is missing"),
            new Explanation(
                    List.of("flow node", "<stream end>"),
                    "the list or mapping that starts here is not closed",
                    "the closing ']' or '}' is missing"),
            new Explanation(
                    List.of("flow sequence", "expected ','"),
                    "the list before this position is not closed",
                    "a ',' or the closing ']' is missing"),
            new Explanation(
                    List.of("flow mapping", "expected ','"),
                    "the mapping before this position is not closed",
                    "a ',' or the closing '}' is missing"),
            new Explanation(
                    List.of("undefined alias"), "an alias ('*…') refers to an anchor that does not exist", QUOTE_IT),
            new Explanation(List.of("scanning an alias"), "'*' starts an alias, but no name follows", QUOTE_IT),
            new Explanation(List.of("scanning an anchor"), "'&' starts an anchor, but no name follows", QUOTE_IT),
            new Explanation(List.of("scanning a tag"), "'!' starts a tag, but no tag follows", QUOTE_IT),
            new Explanation(List.of("undefined tag handle"), "'!' starts an unknown tag", QUOTE_IT),
            new Explanation(List.of("(TAB)"), "YAML does not allow tabs as indentation", "use spaces"),
            new Explanation(List.of("cannot start any token"), "a value cannot start with this character", QUOTE_IT),
            new Explanation(
                    List.of("mapping values are not allowed"),
                    "a ':' is not allowed here",
                    "put a string that contains ': ' in quotes, add a missing ':' to the line above,"
                            + " or correct this line's indentation"),
            new Explanation(
                    List.of("expected <block end>"),
                    "this line does not match the lines above it",
                    "check its indentation"),
            new Explanation(
                    List.of("could not find expected ':'"),
                    "this line is neither a value nor a key",
                    "write 'key: value', with a space after the ':'"));

    private record Explanation(List<String> parts, String message, String hint) {}

    private SyntaxProblem() {}

    static Problem of(Path file, MarkedYamlEngineException syntax) {
        String context = Optional.ofNullable(syntax.getContext()).orElse("");
        String said = context + (context.isEmpty() ? "" : ", ") + syntax.getProblem();
        boolean unended = said.contains("end of stream") || said.contains("<stream end>");
        Optional<Mark> place = unended
                ? syntax.getContextMark().or(syntax::getProblemMark)
                : syntax.getProblemMark().or(syntax::getContextMark);
        SourceLocation location = place.map(mark -> locationOf(file, mark)).orElse(SourceLocation.wholeFile(file));
        return EXPLANATIONS.stream()
                .filter(explanation -> explanation.parts().stream().allMatch(said::contains))
                .findFirst()
                .map(explanation -> Problem.error(location, "the file is not valid YAML: " + explanation.message())
                        .withHint(explanation.hint()))
                .orElseGet(() -> Problem.error(location, "the file is not valid YAML: " + said));
    }

    static SourceLocation locationOf(Path file, Mark mark) {
        return new SourceLocation(file, mark.getLine() + 1, mark.getColumn() + 1);
    }
}
