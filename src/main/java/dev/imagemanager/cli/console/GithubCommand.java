package dev.imagemanager.cli.console;

import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.SourceLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Commands for the runner of GitHub Actions (GitHub documentation, "Workflow commands for GitHub Actions"). */
public final class GithubCommand {

    /** The last lines of what failed that are part of an annotation. */
    private static final int LINES_SHOWN = 20;

    private GithubCommand() {}

    /** Returns the beginning of a group of lines that is folded. */
    public static String group(String title) {
        return "::group::" + data(title);
    }

    public static String endGroup() {
        return "::endgroup::";
    }

    /**
     * Returns the annotation of a line of a file, which reviewers see in a pull request.
     *
     * @param problem an error or a warning
     * @param place where it is, relative to the repository
     */
    static String annotation(Problem problem, List<String> details, Optional<SourceLocation> place) {
        List<String> properties = new ArrayList<>();
        place.ifPresent(location -> {
            properties.add("file=" + property(location.file().toString()));
            if (location.line() > 0) {
                properties.add("line=" + location.line());
            }
            if (location.column() > 0) {
                properties.add("col=" + location.column());
            }
        });
        properties.add("title=image-manager");
        StringBuilder text = new StringBuilder(problem.message());
        details.stream().skip(Math.max(0, details.size() - LINES_SHOWN)).forEach(line -> text.append('\n')
                .append(line));
        problem.hint().ifPresent(hint -> text.append('\n').append(hint));
        return "::" + (problem.isError() ? "error" : "warning") + " " + String.join(",", properties) + "::"
                + data(PlainText.of(text.toString()));
    }

    private static String data(String text) {
        return escaped(CiSystem.GITHUB.harmless(text), Function.identity());
    }

    private static String property(String text) {
        return escaped(text, part -> part.replace(":", "%3A").replace(",", "%2C"));
    }

    private static String escaped(String text, Function<String, String> more) {
        return text.chars()
                .mapToObj(Character::toString)
                .map(c -> switch (c) {
                    case "%" -> "%25";
                    case "\r" -> "%0D";
                    case "\n" -> "%0A";
                    default -> more.apply(c);
                })
                .collect(Collectors.joining());
    }
}
