package dev.imagemanager.cli.completion;

import dev.imagemanager.cli.completion.CommandNode.CompletedOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Completion for zsh 5 and later, loaded by {@code compinit} or with {@code source}. */
final class ZshScript {

    private static final String HEAD =
            """
            #compdef image-manager

            # zsh completion for image-manager, made by 'image-manager completion zsh'.

            # The names that only the program knows, of the fleet that the command line names.
            _image-manager_names() {
              local -a names
              names=("${(@f)$("$program" ${fleet:+-C} $fleet complete "$@[-1]" 2>/dev/null)}")
              [[ -n $names ]] && compadd "$@[1,-2]" -a names
            }
            """;

    private static final String TAIL =
            """

            _image-manager() {
              local program=$words[1] fleet index
              for (( index = 2; index < CURRENT; index++ )); do
                case $words[index] in
                  -C|--directory) fleet=${(Q)words[index + 1]} ;;
                  --directory=*) fleet=${(Q)words[index]#*=} ;;
                esac
              done
              _image-manager_program
            }

            if [[ $funcstack[1] == _image-manager ]]; then
              _image-manager "$@"
            else
              compdef _image-manager image-manager
            fi
            """;

    private ZshScript() {}

    static String of(CommandNode program) {
        StringBuilder script = new StringBuilder(HEAD);
        program.all().forEach(command -> function(command, script));
        return script.append(TAIL).toString();
    }

    private static String functionName(CommandNode command) {
        return "_image-manager_" + (command.path().isEmpty() ? "program" : String.join("_", command.path()));
    }

    private static void function(CommandNode command, StringBuilder script) {
        script.append('\n').append(functionName(command)).append("() {\n");
        script.append("  local curcontext=$curcontext state line\n  typeset -A opt_args\n");
        script.append("  _arguments -C -S");
        for (CompletedOption option : command.options()) {
            script.append(" \\\n    ").append(specification(option));
        }
        if (!command.subcommands().isEmpty()) {
            script.append(" \\\n    '1: :->command' \\\n    '*:: :->arguments'\n");
            chooseSubcommand(command, script);
        } else {
            String operand = action(command.operand());
            script.append(
                    operand.isEmpty()
                            ? "\n"
                            : " \\\n    " + quoted("*:" + label(command.operand()) + ":" + operand) + "\n");
        }
        script.append("}\n");
    }

    private static void chooseSubcommand(CommandNode command, StringBuilder script) {
        script.append("  case $state in\n    command)\n      local -a commands\n      commands=(\n");
        for (CommandNode subcommand : command.subcommands()) {
            script.append("        ")
                    .append(quoted(subcommand.name() + ":" + subcommand.summary()))
                    .append('\n');
        }
        script.append("      )\n      _describe -t commands command commands ;;\n");
        script.append("    arguments)\n      case $line[1] in\n");
        for (CommandNode subcommand : command.subcommands()) {
            script.append("        ")
                    .append(subcommand.name())
                    .append(") ")
                    .append(functionName(subcommand))
                    .append(" ;;\n");
        }
        script.append("      esac ;;\n  esac\n");
    }

    private static String specification(CompletedOption option) {
        List<String> names = option.names();
        String exclusive = names.size() == 1 ? "" : quoted("(" + String.join(" ", names) + ")");
        String either = names.stream()
                .map(name -> option.takesValue() ? name + (name.startsWith("--") ? "=" : "+") : name)
                .collect(Collectors.joining(",", names.size() == 1 ? "" : "{", names.size() == 1 ? "" : "}"));
        String summary = "[" + option.summary().replaceAll("([\\[\\]\\\\])", "\\\\$1") + "]";
        String value = option.takesValue() ? ":" + label(option.value()) + ":" + action(option.value()) : "";
        return exclusive + either + quoted(summary + value);
    }

    private static String label(Value value) {
        if (value instanceof Value.Asked asked) {
            return asked.subject().name().toLowerCase(Locale.ROOT);
        }
        return value instanceof Value.Place ? "place" : "value";
    }

    private static String action(Value value) {
        if (value instanceof Value.Words words) {
            return "(" + String.join(" ", words.words()) + ")";
        }
        if (value instanceof Value.Asked asked) {
            return "_image-manager_names " + asked.subject();
        }
        if (value instanceof Value.Place place) {
            return place.onlyDirectories() ? "_directories" : "_files";
        }
        return "";
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
