package dev.imagemanager.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.cli.progress.ProgressKind;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What the options of runs mean together. */
class RunOptionsTest {

    @Command(name = "x")
    static final class Something implements Callable<Integer> {
        @Mixin
        RunOptions options;

        @Override
        public Integer call() {
            return 0;
        }
    }

    private static RunOptions parsed(String... arguments) {
        Something command = new Something();
        new CommandLine(command).parseArgs(arguments);
        return command.options;
    }

    @Test
    void quietIsAKindOfProgress() {
        assertThat(parsed().progress()).isEqualTo(ProgressKind.auto);
        assertThat(parsed("-q").progress()).isEqualTo(ProgressKind.quiet);
        assertThat(parsed("-q", "--progress", "quiet").progress()).isEqualTo(ProgressKind.quiet);
        assertThat(parsed("--progress", "live").progress()).isEqualTo(ProgressKind.live);
    }

    @Test
    void quietAndAnotherKindExcludeEachOther() {
        RunOptions options = parsed("--quiet", "--progress", "json");

        assertThatThrownBy(options::progress).hasMessage("--quiet and --progress json exclude each other");
    }
}
