package dev.imagemanager.cli.completion;

import dev.imagemanager.cli.completion.CommandNode.CompletedOption;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Completion for bash 3.2 (macOS) and later, without other scripts. Bash also splits words at {@code :} and {@code =}
 * (COMP_WORDBREAKS), so the script splits the line itself, and removes from the candidates the prefix that bash keeps.
 */
final class BashScript {

    private static final String HEAD =
            """
            # bash completion for image-manager, made by 'image-manager completion bash'.

            # What follows the command $1: the variables of _image_manager.
            _image_manager_command() {
              case $1 in
            """;

    private static final String VALUES =
            """
              esac
            }

            # What the value of option $2 of command $1 can be.
            _image_manager_value() {
              case "$1 $2" in
            """;

    private static final String TAIL =
            """
              esac
            }

            _image_manager() {
              local subcommands options valued operand value= command= fleet= word previous= position=0
              local -a words
              local line=${COMP_LINE:0:COMP_POINT} current=
              read -r -a words <<<"$line"
              case $line in
                *[[:space:]]) ;;
                *) current=${words[${#words[@]}-1]}; unset "words[${#words[@]}-1]" ;;
              esac

              _image_manager_command ''
              for word in "${words[@]:1}"; do
                if [[ -n $previous ]]; then
                  case $previous in -C|--directory) fleet=$word ;; esac
                  previous=
                elif [[ $word == --directory=* ]]; then
                  fleet=${word#*=}
                elif [[ " $valued " == *" $word "* ]]; then
                  previous=$word
                elif [[ $word != -* && " $subcommands " == *" $word "* ]]; then
                  command=${command:+$command }$word
                  _image_manager_command "$command"
                fi
              done

              local typed=$current
              if [[ -n $previous ]]; then
                value=$(_image_manager_value "$command" "$previous")
              elif [[ $current == --*=* ]]; then
                value=$(_image_manager_value "$command" "${current%%=*}")
                typed=${current#*=}
              elif [[ $current == -* ]]; then
                value="words $options"
              elif [[ -n $subcommands ]]; then
                value="words $subcommands"
              else
                value=$operand
              fi

              COMPREPLY=()
              local candidates=
              case $value in
                words\\ *) candidates=${value#words } ;;
                ask\\ *) candidates=$("${COMP_WORDS[0]}" ${fleet:+-C "$fleet"} complete "${value#ask }" 2>/dev/null) ;;
                directories) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -d -- "$typed")); return ;;
                files) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$typed")); return ;;
                *) return ;;
              esac
              COMPREPLY=($(compgen -W "$candidates" -- "$typed"))
              if [[ $typed == *:* && $COMP_WORDBREAKS == *:* ]]; then
                local kept=${typed%"${typed##*:}"}
                COMPREPLY=("${COMPREPLY[@]#"$kept"}")
              fi
            }

            complete -F _image_manager image-manager
            """;

    private BashScript() {}

    static String of(CommandNode program) {
        StringBuilder script = new StringBuilder(HEAD);
        program.all().forEach(command -> command(command, script));
        script.append(VALUES);
        program.all().forEach(command -> values(command, script));
        return script.append(TAIL).toString();
    }

    private static void command(CommandNode command, StringBuilder script) {
        script.append("    '").append(command.words()).append("')\n");
        assign(
                "subcommands",
                command.subcommands().stream().map(CommandNode::name).collect(Collectors.joining(" ")),
                script);
        assign("options", names(command.options()), script);
        assign(
                "valued",
                names(command.options().stream()
                        .filter(CompletedOption::takesValue)
                        .toList()),
                script);
        assign("operand", text(command.operand()), script);
        script.append("      ;;\n");
    }

    private static void assign(String variable, String value, StringBuilder script) {
        script.append("      ").append(variable).append("='").append(value).append("'\n");
    }

    private static void values(CommandNode command, StringBuilder script) {
        for (CompletedOption option : command.options()) {
            String value = text(option.value());
            if (option.takesValue() && !value.isEmpty()) {
                script.append(option.names().stream()
                        .map(name -> "'" + command.words() + " " + name + "'")
                        .collect(Collectors.joining("|", "    ", ") echo '" + value + "' ;;\n")));
            }
        }
    }

    private static String names(List<CompletedOption> options) {
        return options.stream().flatMap(option -> option.names().stream()).collect(Collectors.joining(" "));
    }

    private static String text(Value value) {
        if (value instanceof Value.Words words) {
            return "words " + String.join(" ", words.words());
        }
        if (value instanceof Value.Asked asked) {
            return "ask " + asked.subject();
        }
        if (value instanceof Value.Place place) {
            return place.onlyDirectories() ? "directories" : "files";
        }
        return "";
    }
}
