package dev.imagemanager.cli.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imagemanager.cli.UnwiredProgram;
import dev.imagemanager.cli.completion.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * The reference, the manual pages and the completion scripts are files that are made from the commands. They lie in the
 * repository, for readers and for packagers. {@code mvn test -Dtest=ReferenceTest -DargLine=-Dreference.write=true}
 * writes them again after a change.
 */
class ReferenceTest {

    private static final Path SHARE = Path.of("share");

    private final CommandLine program = UnwiredProgram.commandLine();

    @Test
    void everyFileIsWhatTheCommandsMakeOfIt() throws IOException {
        SortedMap<Path, String> expected = expected();
        if (Boolean.getBoolean("reference.write")) {
            write(expected);
        }
        assertThat(filesIn(SHARE))
                .as("files in share/; write them with -Dreference.write=true")
                .containsExactlyElementsOf(expected.keySet().stream()
                        .filter(file -> file.startsWith(SHARE))
                        .toList());
        expected.forEach((file, content) -> assertThat(file)
                .as("write it with -Dreference.write=true")
                .content()
                .isEqualTo(content));
    }

    private SortedMap<Path, String> expected() {
        SortedMap<Path, String> files = new TreeMap<>();
        files.put(Path.of("docs/reference/commands.md"), MarkdownReference.of(program));
        for (Shell shell : Shell.values()) {
            files.put(SHARE.resolve(shell.file()), shell.script(program));
        }
        CommandPage.all(program)
                .forEach(page -> files.put(SHARE.resolve("man/man1/" + page.pageName() + ".1"), manual(page)));
        return files;
    }

    private static String manual(CommandPage page) {
        return ManualPage.of(
                page, page.spec().parent() == null ? null : page.spec().parent().qualifiedName("-"));
    }

    private static void write(SortedMap<Path, String> files) throws IOException {
        if (Files.exists(SHARE)) {
            try (Stream<Path> old = Files.walk(SHARE)) {
                for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        for (var file : files.entrySet()) {
            Files.createDirectories(file.getKey().getParent());
            Files.writeString(file.getKey(), file.getValue());
        }
    }

    private static List<Path> filesIn(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Test
    void manHasNothingToWarnOf() throws Exception {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "groff"))),
                "groff is not installed");
        List<String> command = new ArrayList<>(List.of("groff", "-man", "-Tutf8", "-ww", "-z"));
        filesIn(SHARE.resolve("man")).forEach(file -> command.add(file.toString()));
        Process groff = new ProcessBuilder(command).redirectErrorStream(true).start();
        String warnings = new String(groff.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(warnings).isEmpty();
        assertThat(groff.waitFor()).isZero();
    }

    @Test
    void whatIsHiddenIsNotTold() {
        assertThat(expected().keySet()).noneMatch(file -> file.toString().contains("complete."));
        assertThat(MarkdownReference.of(program)).doesNotContain("image-manager complete\n");
    }

    @Test
    void aManualPageStartsWithItsNameAndTellsEveryOption() {
        CommandPage build = CommandPage.all(program)
                .filter(page -> page.name().equals("image-manager build"))
                .findFirst()
                .orElseThrow();

        assertThat(manual(build))
                .contains(".TH IMAGE\\-MANAGER\\-BUILD 1 \"\" image\\-manager\n")
                .contains(".SH NAME\nimage\\-manager\\-build \\- Build targets")
                .contains(".TP\n\\fB\\-j\\fR, \\fB\\-\\-jobs\\fR \\fIN\\fR\nThe number of targets")
                .contains(".SH SEE ALSO\n\\fBimage\\-manager\\fR(1)\n");
    }
}
