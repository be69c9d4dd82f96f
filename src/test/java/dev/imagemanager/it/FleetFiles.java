package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A fleet's directory that a test writes into. */
record FleetFiles(Path directory) {

    FleetFiles file(String path, String content) {
        return file(path, content.getBytes(StandardCharsets.UTF_8));
    }

    FleetFiles file(String path, byte[] content) {
        try {
            Path file = directory.resolve(path);
            Files.createDirectories(file.getParent());
            Files.write(file, content);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return this;
    }

    /** An image with one tag. */
    FleetFiles image(String name, String tag, String dockerfile) {
        return file("images/" + name + "/image.yml", "tags: [{name: \"" + tag + "\"}]\n")
                .file("images/" + name + "/Dockerfile", dockerfile);
    }

    String read(String path) {
        try {
            return Files.readString(directory.resolve(path));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** With all that is in it. */
    void remove(String path) {
        List<Path> deepestFirst = all(path).sorted(Comparator.reverseOrder()).toList();
        for (Path file : deepestFirst) {
            assertThat(file.toFile().delete()).as(file.toString()).isTrue();
        }
    }

    boolean exists(String path) {
        return Files.exists(directory.resolve(path));
    }

    Stream<Path> all(String path) {
        try (Stream<Path> files = Files.walk(directory.resolve(path))) {
            return files.toList().stream();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
