package dev.imagemanager.cli.completion;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A command for completion, without hidden options and subcommands.
 *
 * @param path the names from the first subcommand on; empty for the program itself
 * @param summary the first sentence of its description
 * @param operand the values of its positional parameters
 */
record CommandNode(
        List<String> path,
        String summary,
        List<CommandNode> subcommands,
        List<CompletedOption> options,
        Value operand) {

    CommandNode {
        path = List.copyOf(path);
        subcommands = List.copyOf(subcommands);
        options = List.copyOf(options);
    }

    /** @param takesValue whether the option takes a value */
    record CompletedOption(List<String> names, String summary, boolean takesValue, Value value) {
        CompletedOption {
            names = List.copyOf(names);
        }

        static CompletedOption of(OptionSpec option) {
            return new CompletedOption(
                    List.of(option.names()),
                    firstSentence(option.description()),
                    option.arity().max() > 0,
                    Value.of(option));
        }

        Stream<String> shortNames() {
            return names.stream().filter(name -> !name.startsWith("--")).map(name -> name.substring(1));
        }

        Stream<String> longNames() {
            return names.stream().filter(name -> name.startsWith("--")).map(name -> name.substring(2));
        }
    }

    static CommandNode of(CommandLine program) {
        return of(program.getCommandSpec(), List.of());
    }

    private static CommandNode of(CommandSpec command, List<String> path) {
        List<CommandNode> subcommands = new ArrayList<>();
        command.subcommands().forEach((name, subcommand) -> {
            if (!subcommand.getCommandSpec().usageMessage().hidden()) {
                List<String> below = new ArrayList<>(path);
                below.add(name);
                subcommands.add(of(subcommand.getCommandSpec(), below));
            }
        });
        return new CommandNode(
                path,
                firstSentence(command.usageMessage().description()),
                subcommands,
                command.options().stream()
                        .filter(option -> !option.hidden())
                        .map(CompletedOption::of)
                        .toList(),
                command.positionalParameters().stream()
                        .filter(parameter -> !parameter.hidden())
                        .findFirst()
                        .<Value>map((PositionalParamSpec parameter) -> Value.of(parameter))
                        .orElse(new Value.Unknown()));
    }

    /** Returns this command and all its subcommands. */
    Stream<CommandNode> all() {
        return Stream.concat(Stream.of(this), subcommands.stream().flatMap(CommandNode::all));
    }

    String name() {
        return path.get(path.size() - 1);
    }

    /** Returns the command as typed, without the program's name. */
    String words() {
        return String.join(" ", path);
    }

    private static String firstSentence(String[] description) {
        String text = String.join(" ", description);
        int end = text.indexOf(". ");
        String sentence = end < 0 ? text : text.substring(0, end);
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
