package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets tests run the program as {@code nobody}, who gets subordinate ids in the program's view of the machine only: in a
 * mount namespace of its own other files lie over {@code /etc/subuid} and {@code /etc/subgid}. What only root can reach,
 * such as tools in root's cache, is bound to where the user can, and {@code /dev/net/tun} has the mode that it usually has.
 * Takes root.
 */
final class UnprivilegedUser implements ExecutionCondition {

    private static final List<String> TOOLS =
            List.of("rootlesskit", "newuidmap", "newgidmap", "buildkitd", "buildctl", "setpriv", "unshare");

    /** {@code $1} is a directory for what is bound, {@code $2} the subordinate ids, {@code $3} the program's home. */
    private static final String AS_NOBODY =
            """
            view=$1 ids=$2 home=$3
            shift 3
            printf '%s' "$ids" >"$view/ids" &&
              mount --bind "$view/ids" /etc/subuid &&
              mount --bind "$view/ids" /etc/subgid &&
              mkdir -p "$view/dev" && mount -t tmpfs tmpfs "$view/dev" &&
              mknod -m 666 "$view/dev/tun" c 10 200 && mount --bind "$view/dev/tun" /dev/net/tun &&
              mkdir -p "$view/home" && mount --bind "$home" "$view/home" || exit 90
            path=$PATH
            for tool in rootlesskit buildkitd buildctl; do
              directory=$(dirname "$(command -v $tool)")
              mkdir -p "$view/$tool" && mount --bind "$directory" "$view/$tool" || exit 90
              path=$view/$tool:$path
            done
            export PATH="$path" HOME="$view/nobody" USER=nobody
            mkdir -p "$HOME" && chown nobody "$HOME"
            unset XDG_RUNTIME_DIR XDG_CACHE_HOME XDG_STATE_HOME DOCKER_CONFIG
            exec setpriv --reuid="$(id -u nobody)" --regid="$(id -g nobody)" --clear-groups "$view/home/bin/image-manager" "$@"
            """;

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (!System.getProperty("user.name").equals("root")) {
            return ConditionEvaluationResult.disabled("only root can become another user");
        }
        List<String> missing = TOOLS.stream().filter(tool -> !isOnPath(tool)).toList();
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("the tools are there");
        }
        if (Boolean.parseBoolean(System.getenv("IMAGE_MANAGER_IT_REQUIRED"))) {
            fail(missing + " are missing, but the integration tests are required; dev/setup.sh installs them");
        }
        return ConditionEvaluationResult.disabled(missing + " are missing; dev/setup.sh installs them");
    }

    private static boolean isOnPath(String tool) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Path.of(directory, tool).toFile().canExecute());
    }

    static Program runs(Program program) {
        return runs(program, "nobody:100000:65536\n");
    }

    static Program runsWithoutIds(Program program) {
        return runs(program, "root:100000:65536\n");
    }

    private static Program runs(Program program, String ids) {
        Path view = program.directory().resolve(".view");
        view.toFile().mkdirs();
        return program.startedBy((home, arguments) -> Stream.concat(
                        Stream.of(
                                "unshare",
                                "--mount",
                                "--propagation",
                                "private",
                                "sh",
                                "-c",
                                AS_NOBODY,
                                "sh",
                                view.toString(),
                                ids,
                                home.toString()),
                        arguments.stream())
                .toList());
    }

    /** Everything in a directory. */
    static void own(Path directory) {
        Tool.run("chown", "-R", "nobody", directory.toString());
    }
}
