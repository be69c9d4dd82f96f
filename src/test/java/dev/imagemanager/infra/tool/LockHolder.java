package dev.imagemanager.infra.tool;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A process that holds a lock file until its standard input ends. */
final class LockHolder {

    private LockHolder() {}

    public static void main(String[] arguments) throws IOException {
        Path directory = Files.createDirectories(Path.of(arguments[0]));
        try (FileChannel channel = FileChannel.open(
                directory.resolve(arguments[1]), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock();
            new PrintStream(System.out, true).println("locked");
            System.in.readAllBytes();
        }
    }
}
