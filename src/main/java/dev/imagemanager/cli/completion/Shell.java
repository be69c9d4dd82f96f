package dev.imagemanager.cli.completion;

import picocli.CommandLine;

/** The shells that there is a completion script for. */
public enum Shell {
    bash("bash-completion/completions/image-manager") {
        @Override
        String script(CommandNode program) {
            return BashScript.of(program);
        }
    },
    zsh("zsh/site-functions/_image-manager") {
        @Override
        String script(CommandNode program) {
            return ZshScript.of(program);
        }
    },
    fish("fish/vendor_completions.d/image-manager.fish") {
        @Override
        String script(CommandNode program) {
            return FishScript.of(program);
        }
    };

    private final String file;

    Shell(String file) {
        this.file = file;
    }

    /** Where the shell looks for the script, below a {@code share} folder. */
    public String file() {
        return file;
    }

    /** The whole script; the same for the same commands and options. */
    public String script(CommandLine program) {
        return script(CommandNode.of(program));
    }

    abstract String script(CommandNode program);
}
