package dev.imagemanager.cli.completion;

import picocli.CommandLine;

/** The shells with a completion script. */
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

    /** Returns the path of the script below a {@code share} directory. */
    public String file() {
        return file;
    }

    /** Returns the completion script. */
    public String script(CommandLine program) {
        return script(CommandNode.of(program));
    }

    abstract String script(CommandNode program);
}
