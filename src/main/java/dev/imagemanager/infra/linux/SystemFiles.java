package dev.imagemanager.infra.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads files of the kernel and the system. An unreadable file is treated as missing. */
public final class SystemFiles {

    private final Path root;

    /** @param root the directory to use instead of {@code /} */
    public SystemFiles(Path root) {
        this.root = root;
    }

    public Path path(String name) {
        return root.resolve(name.substring(1));
    }

    public boolean exists(String name) {
        return Files.exists(path(name));
    }

    public List<String> lines(String name) {
        try {
            return new String(Files.readAllBytes(path(name)), StandardCharsets.ISO_8859_1)
                    .lines()
                    .toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    /** Reads a file that contains a single number. */
    public Optional<Long> number(String name) {
        return lines(name).stream()
                .map(String::strip)
                .filter(line -> line.matches("[0-9]{1,18}"))
                .map(Long::valueOf)
                .findFirst();
    }
}
