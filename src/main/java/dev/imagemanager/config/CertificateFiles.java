package dev.imagemanager.config;

import dev.imagemanager.config.FleetConfig.MemoryConfig;
import dev.imagemanager.file.FleetReader;
import dev.imagemanager.file.RefusedFileException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.problem.SourceLocation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Checks that the certificates and keys that a fleet selects, for registries, builders and its memory, are its own files. The
 * environment may select any.
 */
final class CertificateFiles {

    private CertificateFiles() {}

    /** @param settings of a fleet that has a settings file */
    static void check(FleetConfig settings, FleetReader files, Problems problems) {
        List<FleetConfig.RegistryConfig> registries = settings.registries();
        for (int i = 0; i < registries.size(); i++) {
            check("registries[" + i + "].ca", registries.get(i).ca(), settings, files, problems);
        }
        check("memory.public_key", settings.memory().flatMap(MemoryConfig::publicKey), settings, files, problems);
        settings.builderTls().ifPresent(tls -> {
            check("builder_tls.ca", tls.ca(), settings, files, problems);
            check("builder_tls.cert", tls.cert(), settings, files, problems);
            check("builder_tls.key", tls.key(), settings, files, problems);
        });
    }

    private static void check(
            String key, Optional<String> file, FleetConfig settings, FleetReader files, Problems problems) {
        SourceLocation location = settings.locations().of(key);
        file.filter(written -> location.file().equals(ConfigLoader.SETTINGS_FILE))
                .ifPresent(written -> check(Path.of(written), key, location, files, problems));
    }

    /** A file that does not exist or cannot be read is reported when it is needed. */
    private static void check(Path file, String key, SourceLocation location, FleetReader files, Problems problems) {
        try {
            files.realPath(file);
        } catch (RefusedFileException outside) {
            problems.add(Problem.error(location, "'" + key + "' cannot be used: " + outside.getMessage())
                    .withHint(outside.hint() + ", or name it with the environment variable "
                            + Environment.variableOf(key)));
        } catch (IOException unreadable) {
            return;
        }
    }
}
