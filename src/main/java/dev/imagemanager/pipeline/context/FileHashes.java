package dev.imagemanager.pipeline.context;

import dev.imagemanager.file.AtomicFile;
import dev.imagemanager.file.FileState;
import dev.imagemanager.file.RegularFile;
import dev.imagemanager.reference.Digest;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The hashes of the files of one context, which are kept between runs: a file is read again only when its {@link FileState} is
 * another. As for git's index ("racy git"), the hash of a file that changed just before it was read is not kept, since it
 * could change again within the same tick of the file system's clock. Safe for use by several threads.
 */
final class FileHashes {

    /** Changes with the format. */
    private static final long FORMAT = 0x696d2d6861736801L;

    /** The longest tick, that of FAT, in nanoseconds. Others have milliseconds. */
    private static final long TICK = TimeUnit.SECONDS.toNanos(2);

    private static final int SHA256_BYTES = 32;

    private static final int BUFFER = 1 << 17;

    private record Entry(FileState state, String hash) {}

    private final Map<String, Entry> known = new ConcurrentHashMap<>();
    private final Map<String, Entry> used = new ConcurrentHashMap<>();
    private volatile boolean isChanged;

    /** @return no hashes if there is no file that can be used */
    static FileHashes read(Path file) {
        FileHashes hashes = new FileHashes();
        if (Files.exists(file)) {
            try (DataInputStream input = new DataInputStream(new BufferedInputStream(RegularFile.open(file), BUFFER))) {
                hashes.readEntries(input);
            } catch (IOException | IllegalArgumentException unusable) {
                hashes.known.clear();
            }
        }
        return hashes;
    }

    private void readEntries(DataInputStream input) throws IOException {
        if (input.readLong() != FORMAT) {
            return;
        }
        byte[] hash = new byte[SHA256_BYTES];
        for (int left = input.readInt(); left > 0; left--) {
            String path = input.readUTF();
            FileState state = new FileState(
                    input.readInt(),
                    input.readLong(),
                    input.readLong(),
                    input.readLong(),
                    input.readLong(),
                    input.readLong());
            input.readFully(hash);
            known.put(path, new Entry(state, HexFormat.of().formatHex(hash)));
        }
    }

    /**
     * Returns the SHA-256 of a regular file's content in hexadecimal digits.
     *
     * @throws IOException if it has to be read and cannot be
     */
    String of(ContextFile file) throws IOException {
        Entry entry = known.get(file.path());
        if (entry != null && entry.state().equals(file.state())) {
            used.put(file.path(), entry);
            return entry.hash();
        }
        long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
        String hash = hash(file.absolute());
        boolean isSettled = file.state().changed() < now - TICK
                && FileState.of(file.absolute()).equals(file.state());
        if (isSettled) {
            isChanged = true;
            Entry settled = new Entry(file.state(), hash);
            known.put(file.path(), settled);
            used.put(file.path(), settled);
        }
        return hash;
    }

    private static String hash(Path file) throws IOException {
        try (InputStream content = RegularFile.open(file)) {
            return Digest.of(content).hex();
        }
    }

    /**
     * Keeps the hashes for the next run, if there are new ones. Those of files that no one asked for are dropped when they
     * are the majority.
     *
     * @throws IOException if the file cannot be written
     */
    void write(Path file) throws IOException {
        if (!isChanged) {
            return;
        }
        Map<String, Entry> kept = known.size() > 2 * used.size() ? used : known;
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        writeEntries(Map.copyOf(kept), new DataOutputStream(content));
        AtomicFile.write(file, content.toByteArray());
        isChanged = false;
    }

    private static void writeEntries(Map<String, Entry> entries, DataOutputStream output) throws IOException {
        output.writeLong(FORMAT);
        output.writeInt(entries.size());
        for (Map.Entry<String, Entry> each : entries.entrySet()) {
            FileState state = each.getValue().state();
            output.writeUTF(each.getKey());
            output.writeInt(state.mode());
            output.writeLong(state.size());
            output.writeLong(state.device());
            output.writeLong(state.inode());
            output.writeLong(state.modified());
            output.writeLong(state.changed());
            output.write(HexFormat.of().parseHex(each.getValue().hash()));
        }
    }
}
