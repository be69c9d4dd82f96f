package dev.imagemanager.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The account of a registry that a fleet started, for a look into it with crane, which logs in as the documentation says.
 *
 * @param fleet its directory
 */
record OwnAccount(Path fleet) {

    String user() {
        return read("user");
    }

    String password() {
        return read("password");
    }

    private String read(String file) {
        try {
            return Files.readString(fleet.resolve(".buildkit/registry").resolve(file))
                    .strip();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** @param registry its host and port */
    String crane(String registry, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "sh",
                "-ec",
                """
                DOCKER_CONFIG=$(mktemp -d)
                export DOCKER_CONFIG
                trap 'rm -r "$DOCKER_CONFIG"' EXIT
                crane auth login --username "$(cat "$1/user")" --password-stdin "$2" < "$1/password" >&2
                shift 2
                crane "$@"
                """,
                "sh",
                fleet.resolve(".buildkit/registry").toString(),
                registry));
        command.addAll(List.of(arguments));
        return Tool.run(command.toArray(String[]::new));
    }
}
