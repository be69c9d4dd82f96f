package dev.imagemanager.cli.completion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imagemanager.cli.UnwiredProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real shells complete with the scripts; only the program that knows names is a stand-in. */
class CompletionTest {

    /** Prints a line and what may follow it, with a tab between, for each line that it is given. */
    private static final String BASH_DRIVER =
            """
            source "$1"
            for line in "${@:2}"; do
              COMP_LINE=$line COMP_POINT=${#line} COMP_WORDS=(image-manager)
              _image_manager
              for candidate in "${COMPREPLY[@]}"; do printf '%s\\t%s\\n' "$line" "$candidate"; done
            done
            """;

    private static final String FISH_DRIVER =
            """
            source $argv[1]
            for line in $argv[2..]
                for candidate in (complete -C $line)
                    printf '%s\\t%s\\n' $line $candidate
                end
            end
            """;

    /** Types each line and Tab into an interactive zsh, and prints what it takes the line for then. */
    private static final String ZSH_DRIVER =
            """
            zmodload zsh/zpty
            local output
            zpty shell zsh -f -i
            zpty -w shell "PS1= RPS1=; stty -echo; fpath=(${1:h} \\$fpath); autoload -Uz compinit; compinit -D -u"
            zpty -w shell "show() { print -r -- \\"<<<\\$BUFFER>>>\\"; BUFFER=; zle accept-line }; zle -N show; bindkey '^X' show"
            zpty -w shell "setopt no_beep; print RE''ADY"
            zpty -r -m shell output '*READY*'
            for line in "${@:2}"; do
              zpty -n -w shell "$line"$'\\t\\x18'
              zpty -r -m shell output '*>>>*'
              output=${output##*<<<}
              print -r -- "$line"$'\\t'"${output%%>>>*}"
            done
            zpty -d shell
            """;

    @TempDir
    Path directory;

    @BeforeEach
    void standIn() throws IOException {
        Path program = directory.resolve("bin/image-manager");
        Files.createDirectories(program.getParent());
        Files.writeString(
                program,
                """
                #!/bin/sh
                case "$*" in
                  'complete targets') printf '%s\\n' python python:3 python:3.11 base:bookworm ;;
                  '-C other complete targets') echo elsewhere:1 ;;
                  'complete tools') printf '%s\\n' buildctl crane ;;
                  *) echo "unexpected: $*"; exit 2 ;;
                esac
                """);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        for (Shell shell : Shell.values()) {
            Path script = Path.of(script(shell));
            Files.createDirectories(script.getParent());
            Files.writeString(script, shell.script(UnwiredProgram.commandLine()));
        }
        Files.createDirectories(directory.resolve("folder"));
    }

    private String script(Shell shell) {
        return directory.resolve("share").resolve(shell.file()).toString();
    }

    /** Lines up to where Tab is pressed, with all that may follow. */
    private static Map<String, List<String>> lines() {
        Map<String, List<String>> lines = new LinkedHashMap<>();
        lines.put("image-manager val", List.of("validate"));
        lines.put("image-manager compl", List.of("completion"));
        lines.put("image-manager services ", List.of("down", "logs", "status", "up"));
        lines.put("image-manager services lo", List.of("logs"));
        lines.put("image-manager services logs b", List.of("buildkitd"));
        lines.put("image-manager tools install ", List.of("buildctl", "crane"));
        lines.put("image-manager build --no", List.of("--no-cache"));
        lines.put("image-manager build --with-", List.of("--with-children", "--with-parents"));
        lines.put("image-manager list --output ", List.of("json", "text"));
        lines.put("image-manager list -o j", List.of("json"));
        lines.put("image-manager -C other build ", List.of("elsewhere:1"));
        lines.put("image-manager --directory=other build --force el", List.of("elsewhere:1"));
        lines.put("image-manager graph -C fol", List.of("folder"));
        lines.put("image-manager build -j ", List.of());
        lines.put("image-manager build ba", List.of("base:bookworm"));
        return lines;
    }

    @Test
    void bashCompletes() throws Exception {
        assertThat(candidates("bash", "-c", BASH_DRIVER, "bash", script(Shell.bash)))
                .isEqualTo(lines());
    }

    /** Bash replaces only what follows the last colon or equals sign. */
    @Test
    void bashCompletesBehindAColonAndAnEqualsSign() throws Exception {
        assertThat(run(
                        List.of("bash", "-c", BASH_DRIVER, "bash", script(Shell.bash)),
                        "image-manager run python:3.",
                        "image-manager run python:",
                        "image-manager list --output=te"))
                .containsExactly(
                        "image-manager run python:3.\t3.11",
                        "image-manager run python:\t3",
                        "image-manager run python:\t3.11",
                        "image-manager list --output=te\ttext");
    }

    @Test
    void fishCompletes() throws Exception {
        assumeInstalled("fish");
        assertThat(candidates("fish", "--no-config", "-c", FISH_DRIVER, script(Shell.fish)))
                .isEqualTo(lines());
    }

    @Test
    void fishCompletesBehindAColonAndAnEqualsSign() throws Exception {
        assumeInstalled("fish");
        assertThat(run(
                        List.of("fish", "--no-config", "-c", FISH_DRIVER, script(Shell.fish)),
                        "image-manager run python:3.",
                        "image-manager list --output=te"))
                .containsExactly(
                        "image-manager run python:3.\tpython:3.11",
                        "image-manager list --output=te\t--output=text\ttext or json");
    }

    /** Several candidates are shown as a list, which is not looked at here: the line grows by what they share. */
    @Test
    void zshCompletes() throws Exception {
        assumeInstalled("zsh");
        List<String> expected = new ArrayList<>();
        lines().forEach((line, candidates) -> {
            int word = line.lastIndexOf(' ') + 1;
            String completed = line.substring(0, word) + shared(candidates, line.substring(word));
            expected.add(line + "\t" + completed.stripTrailing());
        });
        List<String> found = run(zsh(), lines().keySet().toArray(new String[0])).stream()
                .map(line -> line.stripTrailing().replaceAll("/$", ""))
                .toList();
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void zshCompletesBehindAColonAndAnEqualsSign() throws Exception {
        assumeInstalled("zsh");
        assertThat(run(zsh(), "image-manager run python:3.", "image-manager list --output=te"))
                .containsExactly(
                        "image-manager run python:3.\timage-manager run python:3.11 ",
                        "image-manager list --output=te\timage-manager list --output=text ");
    }

    private List<String> zsh() {
        return List.of("zsh", "-f", "-c", ZSH_DRIVER, "zsh", script(Shell.zsh));
    }

    private static String shared(List<String> candidates, String typed) {
        if (candidates.isEmpty()) {
            return typed;
        }
        String prefix = candidates.get(0);
        for (String candidate : candidates) {
            while (!candidate.startsWith(prefix)) {
                prefix = prefix.substring(0, prefix.length() - 1);
            }
        }
        return prefix;
    }

    /** What a shell's driver prints, without descriptions and the slashes that directories end with. */
    private Map<String, List<String>> candidates(String... driver) throws Exception {
        Map<String, List<String>> candidates = new LinkedHashMap<>();
        lines().keySet().forEach(line -> candidates.put(line, new ArrayList<>()));
        for (String printed : run(List.of(driver), lines().keySet().toArray(new String[0]))) {
            String[] columns = printed.split("\t");
            candidates.get(columns[0]).add(columns[1].replaceAll("/$", ""));
        }
        candidates.values().forEach(Collections::sort);
        return candidates;
    }

    private void assumeInstalled(String shell) {
        boolean installed = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, shell)));
        assumeTrue(installed, shell + " is not installed");
    }

    private List<String> run(List<String> driver, String... lines) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(driver);
        command.addAll(List.of(lines));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(directory.resolve("errors").toFile())
                .redirectOutput(directory.resolve("output").toFile());
        builder.environment()
                .put(
                        "PATH",
                        directory.resolve("bin") + ":" + builder.environment().get("PATH"));
        builder.environment().put("HOME", directory.toString());
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("TERM", "dumb");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(30, TimeUnit.SECONDS))
                    .as(command.get(0) + " ends")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(Files.readString(directory.resolve("errors"), StandardCharsets.UTF_8))
                .isEmpty();
        return Files.readAllLines(directory.resolve("output"), StandardCharsets.UTF_8);
    }
}
