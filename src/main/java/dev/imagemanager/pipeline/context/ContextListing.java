package dev.imagemanager.pipeline.context;

import dev.imagemanager.reference.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files of a build context: path, mode and content of each. The hash of a context is the SHA-256 of this text, so a
 * listing that was kept can be verified.
 *
 * @param text for each file its path, its name as bytes, its mode and its content, each ended by a byte 0
 */
public record ContextListing(byte[] text) {

    private static final int FIELDS = 4;

    /**
     * @param mode of {@code stat(2)}
     * @param content the SHA-256 of a file, the destination of a link, or nothing
     */
    private record Entry(int mode, String content) {}

    /** A file that differs. */
    public record Difference(String path, Kind kind) {}

    /** How a file differs. */
    public enum Kind {
        ADDED,
        REMOVED,
        CHANGED,
        MODE
    }

    public ContextListing {
        text = text.clone();
    }

    @Override
    public byte[] text() {
        return text.clone();
    }

    /** Returns 64 hexadecimal digits. */
    public String hash() {
        return Digest.of(text).hex();
    }

    /** Returns the files that differ in a later listing, sorted by path. */
    public List<Difference> changesTo(ContextListing later) {
        SortedMap<String, Entry> before = entries();
        SortedMap<String, Entry> after = later.entries();
        SortedMap<String, Kind> kinds = new TreeMap<>();
        before.keySet().stream()
                .filter(path -> !after.containsKey(path))
                .forEach(path -> kinds.put(path, Kind.REMOVED));
        for (Map.Entry<String, Entry> file : after.entrySet()) {
            Entry old = before.get(file.getKey());
            if (old == null) {
                kinds.put(file.getKey(), Kind.ADDED);
            } else if (!old.content().equals(file.getValue().content())) {
                kinds.put(file.getKey(), Kind.CHANGED);
            } else if (old.mode() != file.getValue().mode()) {
                kinds.put(file.getKey(), Kind.MODE);
            }
        }
        List<Difference> differences = new ArrayList<>();
        kinds.forEach((path, kind) -> differences.add(new Difference(path, kind)));
        return differences;
    }

    /** A text that is not a listing has no files. */
    private SortedMap<String, Entry> entries() {
        String[] fields = new String(text, StandardCharsets.UTF_8).split("\0", -1);
        SortedMap<String, Entry> entries = new TreeMap<>();
        for (int i = 0; i + FIELDS < fields.length; i += FIELDS) {
            if (fields[i + 2].matches("[0-9]{1,9}")) {
                entries.put(fields[i], new Entry(Integer.parseInt(fields[i + 2]), fields[i + 3]));
            }
        }
        return entries;
    }
}
