package dev.imagemanager.pipeline.build;

import dev.imagemanager.file.RegularFile;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.rendering.ContextExclusions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;

/**
 * Computes the hash of a build context: path, mode and content of every file except definitions and templates. Includes
 * files that the user's {@code .dockerignore} excludes, so a change in one may cause an unnecessary build.
 */
final class ContextHash {

    private ContextHash() {}

    /**
     * @return 64 hexadecimal digits
     * @throws IOException if a file cannot be read
     */
    static String of(Path context) throws IOException {
        MessageDigest digest = Digest.sha256();
        if (Files.isDirectory(context)) {
            Path root = context.toRealPath();
            for (Path file : filesIn(root)) {
                if (!ContextExclusions.contain(file)) {
                    add(root, file, digest);
                }
            }
        }
        return Digest.finish(digest).hex();
    }

    private static List<Path> filesIn(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(root::relativize).sorted().toList();
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
    }

    private static void add(Path context, Path file, MessageDigest digest) throws IOException {
        Path absolute = context.resolve(file);
        text(digest, file.toString());
        text(digest, mode(absolute));
        if (Files.isSymbolicLink(absolute)) {
            text(digest, "-> " + Files.readSymbolicLink(absolute));
        } else if (Files.isRegularFile(absolute)) {
            text(digest, Long.toString(Files.size(absolute)));
            byte[] buffer = new byte[1 << 16];
            try (InputStream content = RegularFile.open(absolute)) {
                for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                    digest.update(buffer, 0, read);
                }
            }
        }
    }

    /** Returns the type and the permissions of a file. */
    private static String mode(Path file) throws IOException {
        return Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS).toString();
    }

    private static void text(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }
}
