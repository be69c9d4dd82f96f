package dev.imagemanager.cli.reference;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** One command as its reference tells it, in whatever format. */
record CommandPage(CommandSpec spec) {

    /** An option or a positional parameter. */
    record Entry(List<String> names, String parameter, String description) {}

    /** The program and all commands of it that are shown, each before its subcommands. */
    static Stream<CommandPage> all(CommandLine program) {
        return Stream.concat(
                Stream.of(new CommandPage(program.getCommandSpec())),
                program.getSubcommands().values().stream()
                        .filter(command ->
                                !command.getCommandSpec().usageMessage().hidden())
                        .flatMap(CommandPage::all));
    }

    String name() {
        return spec.qualifiedName(" ");
    }

    /** As manual pages are called: {@code image-manager-services-up}. */
    String pageName() {
        return spec.qualifiedName("-");
    }

    String description() {
        return joined(spec.usageMessage().description());
    }

    String firstSentence() {
        int end = description().indexOf(". ");
        return (end < 0 ? description() : description().substring(0, end)).replaceAll("\\.$", "");
    }

    /** In one line. */
    String synopsis() {
        String text = new Help(spec, Help.defaultColorScheme(Ansi.OFF)).synopsis(0);
        return text.replaceAll("\\s+", " ").strip();
    }

    List<CommandPage> subcommands() {
        return spec.subcommands().values().stream()
                .map(command -> new CommandPage(command.getCommandSpec()))
                .filter(page -> !page.spec.usageMessage().hidden())
                .toList();
    }

    List<Entry> parameters() {
        return spec.positionalParameters().stream()
                .map((PositionalParamSpec parameter) -> new Entry(
                        List.of(),
                        parameter.paramLabel() + (parameter.arity().max() > 1 ? "..." : ""),
                        joined(parameter.description())))
                .toList();
    }

    List<Entry> options() {
        return spec.options().stream()
                .filter(option -> !option.hidden())
                .map((OptionSpec option) -> new Entry(
                        List.of(option.names()),
                        option.arity().max() > 0 ? option.paramLabel() : "",
                        joined(option.description())))
                .sorted((one, other) -> sortKey(one).compareTo(sortKey(other)))
                .toList();
    }

    /** What stands below the options in the help, line by line. */
    List<String> footer() {
        return Arrays.stream(spec.usageMessage().footer())
                .dropWhile(String::isEmpty)
                .toList();
    }

    private static String sortKey(Entry option) {
        return option.names().get(option.names().size() - 1);
    }

    private static String joined(String[] lines) {
        return String.join(" ", lines);
    }
}
