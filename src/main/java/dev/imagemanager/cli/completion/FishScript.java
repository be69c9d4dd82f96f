package dev.imagemanager.cli.completion;

import dev.imagemanager.cli.completion.CommandNode.CompletedOption;
import java.util.stream.Collectors;

/** Completion for fish 3 and later. */
final class FishScript {

    private static final String HEAD =
            """
            # fish completion for image-manager, made by 'image-manager completion fish'.

            # Whether the command that is being typed is the one given, word by word.
            function __image_manager_at
                set -l commands %s
                set -l valued %s
                set -l command
                set -l skip 0
                for word in (commandline -opc)[2..]
                    if test $skip = 1
                        set skip 0
                    else if contains -- $word $valued
                        set skip 1
                    else if contains -- (string join -- ' ' $command $word) $commands
                        set -a command $word
                    end
                end
                test "$command" = "$argv"
            end

            # The names that only the program knows, of the fleet that the command line names.
            function __image_manager_names
                set -l words (commandline -opc)
                set -l fleet
                for index in (seq (count $words))
                    switch $words[$index]
                        case -C --directory
                            if test $index -lt (count $words)
                                set fleet -C $words[(math $index + 1)]
                            end
                        case '--directory=*'
                            set fleet -C (string replace -- --directory= '' $words[$index])
                    end
                end
                $words[1] $fleet complete $argv 2>/dev/null
            end

            complete -c image-manager -f
            """;

    private FishScript() {}

    static String of(CommandNode program) {
        String commands = program.all()
                .map(CommandNode::words)
                .filter(words -> !words.isEmpty())
                .map(FishScript::quoted)
                .collect(Collectors.joining(" "));
        String valued = program.all()
                .flatMap(command -> command.options().stream())
                .filter(CompletedOption::takesValue)
                .flatMap(option -> option.names().stream())
                .distinct()
                .collect(Collectors.joining(" "));
        StringBuilder script = new StringBuilder(HEAD.formatted(commands, valued));
        program.all().forEach(command -> command(command, script));
        return script.toString();
    }

    private static void command(CommandNode command, StringBuilder script) {
        String start = "complete -c image-manager -n " + quoted(("__image_manager_at " + command.words()).strip());
        script.append('\n');
        for (CommandNode subcommand : command.subcommands()) {
            script.append(start)
                    .append(" -a ")
                    .append(subcommand.name())
                    .append(" -d ")
                    .append(quoted(subcommand.summary()))
                    .append('\n');
        }
        String operand = text(command.operand());
        if (!operand.isEmpty()) {
            script.append(start).append(operand).append('\n');
        }
        for (CompletedOption option : command.options()) {
            script.append(start);
            option.shortNames().forEach(name -> script.append(" -s ").append(name));
            option.longNames().forEach(name -> script.append(" -l ").append(name));
            if (option.takesValue()) {
                script.append(option.value() instanceof Value.Place place && !place.onlyDirectories() ? " -r" : " -x")
                        .append(text(option.value()));
            }
            script.append(" -d ").append(quoted(option.summary())).append('\n');
        }
    }

    private static String text(Value value) {
        if (value instanceof Value.Words words) {
            return " -a " + quoted(String.join(" ", words.words()));
        }
        if (value instanceof Value.Asked asked) {
            return " -a " + quoted("(__image_manager_names " + asked.subject() + ")");
        }
        if (value instanceof Value.Place place) {
            return place.onlyDirectories() ? " -a '(__fish_complete_directories)'" : " -F";
        }
        return "";
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
