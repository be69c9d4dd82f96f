package dev.imagemanager.pipeline.context;

import dev.imagemanager.file.PathText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HexFormat;
import java.util.List;

/**
 * Lists a build context: path, mode and content of every file that a builder sends. Reads several files at
 * the same time.
 */
final class ContextHash {

    private ContextHash() {}

    /**
     * @param files in the order of {@link ContextFiles}
     * @throws IOException if a file cannot be read
     */
    static ContextListing of(List<ContextFile> files, FileHashes hashes) throws IOException {
        List<String> contents;
        try {
            contents = files.parallelStream().map(file -> content(file, hashes)).toList();
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int i = 0; i < files.size(); i++) {
            add(files.get(i).path(), text);
            // Two names that are not UTF-8 may have the same text. Those of the folders around have been added before.
            add(PathText.bytes(files.get(i).absolute().getFileName()), text);
            add(Integer.toString(files.get(i).state().mode()), text);
            add(contents.get(i), text);
        }
        return new ContextListing(text.toByteArray());
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

    private static void add(String field, ByteArrayOutputStream text) {
        add(field.getBytes(StandardCharsets.UTF_8), text);
    }

    private static void add(byte[] field, ByteArrayOutputStream text) {
        text.writeBytes(field);
        text.write(0);
    }
}
