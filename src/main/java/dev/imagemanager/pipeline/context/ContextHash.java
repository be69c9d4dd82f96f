package dev.imagemanager.pipeline.context;

import dev.imagemanager.file.PathText;
import dev.imagemanager.reference.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * Computes the hash of a build context: path, mode and content of every file that a builder sends. Reads several files at
 * the same time.
 */
final class ContextHash {

    private ContextHash() {}

    /**
     * @param files in the order of {@link ContextFiles}
     * @return 64 hexadecimal digits
     * @throws IOException if a file cannot be read
     */
    static String of(List<ContextFile> files, FileHashes hashes) throws IOException {
        List<String> contents;
        try {
            contents = files.parallelStream().map(file -> content(file, hashes)).toList();
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
        MessageDigest digest = Digest.sha256();
        for (int i = 0; i < files.size(); i++) {
            add(files.get(i).path(), digest);
            // Two names that are not UTF-8 may have the same text. Those of the folders around have been added before.
            add(PathText.bytes(files.get(i).absolute().getFileName()), digest);
            add(Integer.toString(files.get(i).state().mode()), digest);
            add(contents.get(i), digest);
        }
        return Digest.finish(digest).hex();
    }

    private static String content(ContextFile file, FileHashes hashes) {
        try {
            if (file.state().isLink()) {
                return "-> " + HexFormat.of().formatHex(PathText.bytes(Files.readSymbolicLink(file.absolute())));
            }
            return file.state().isRegular() ? hashes.of(file) : "";
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void add(String text, MessageDigest digest) {
        add(text.getBytes(StandardCharsets.UTF_8), digest);
    }

    private static void add(byte[] bytes, MessageDigest digest) {
        digest.update(bytes);
        digest.update((byte) 0);
    }
}
