package dev.imagemanager.config.yaml;

import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.SourceLocation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * Says what a YAML parser found in words for people who write YAML rather than parsers. Names that stand in the file are
 * left out: what looks like an alias or a tag may be a password without quotes.
 */
final class SyntaxProblem {

    private static final String QUOTE_IT = "if it is a text, put the whole value in quotes";

    /** What the parser says, in parts; the first whose parts all occur counts. */
    private static final List<Explanation> EXPLANATIONS = List.of(
            new Explanation(
                    List.of("quoted scalar", "end of stream"),
                    "the quoted text that begins here never ends",
                    "the closing quote is missing"),
            new Explanation(
                    List.of("flow sequence", "<stream end>"),
                    "the list that begins here never ends",
                    "the closing ']' is missing"),
            new Explanation(
                    List.of("flow mapping", "<stream end>"),
                    "the mapping that begins here never ends",
                    "the closing '}' is missing"),
            new Explanation(
                    List.of("flow node", "<stream end>"),
                    "the list or mapping that begins here never ends",
                    "the closing ']' or '}' is missing"),
            new Explanation(
                    List.of("flow sequence", "expected ','"),
                    "the list before this place has not ended",
                    "a ',' or the closing ']' is missing"),
            new Explanation(
                    List.of("flow mapping", "expected ','"),
                    "the mapping before this place has not ended",
                    "a ',' or the closing '}' is missing"),
            new Explanation(List.of("undefined alias"), "an alias, '*…', names an anchor that is not there", QUOTE_IT),
            new Explanation(List.of("scanning an alias"), "'*' begins an alias here, but no name follows", QUOTE_IT),
            new Explanation(List.of("scanning an anchor"), "'&' begins an anchor here, but no name follows", QUOTE_IT),
            new Explanation(List.of("scanning a tag"), "'!' begins a tag here, but no tag follows", QUOTE_IT),
            new Explanation(List.of("undefined tag handle"), "'!' begins a tag here that is not known", QUOTE_IT),
            new Explanation(List.of("(TAB)"), "a tab cannot indent in YAML", "use spaces"),
            new Explanation(List.of("cannot start any token"), "no value can begin with this character", QUOTE_IT),
            new Explanation(
                    List.of("mapping values are not allowed"),
                    "a ':' cannot stand here",
                    "a text that contains ': ' needs quotes; or the line above lacks its ':', or this line's"
                            + " indentation is wrong"),
            new Explanation(
                    List.of("expected <block end>"),
                    "this line does not fit the lines above it",
                    "look at its indentation"),
            new Explanation(
                    List.of("could not find expected ':'"),
                    "this line is neither a value nor a key",
                    "write 'key: value', with a space behind the ':'"));

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
