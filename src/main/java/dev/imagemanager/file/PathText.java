package dev.imagemanager.file;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** Converts between paths and text. File names are bytes, mostly in UTF-8; Java's text of others is not unique. */
public final class PathText {

    /** What the user can do about a path that is not text. */
    public static final String HINT = "rename the file: its name must be UTF-8";

    private static final Path ROOT = Path.of("/");

    /** Stands in Java's text for bytes that are not UTF-8. */
    static final char REPLACEMENT = '\uFFFD';

    private PathText() {}

    /** Returns whether a text can be a path: half of a surrogate pair, which YAML can contain, has no bytes. */
    public static boolean isPath(String text) {
        try {
            Path.of(text);
            return true;
        } catch (InvalidPathException unusable) {
            return false;
        }
    }

    /** Returns whether a path is the same after it was converted to text. */
    public static boolean isText(Path path) {
        String text = path.toString();
        return isPath(text) && Path.of(text).equals(path);
    }

    /** Returns the bytes of a path, which tell apart paths with the same text. */
    public static byte[] bytes(Path path) {
        String text = path.toString();
        if (text.indexOf(REPLACEMENT) < 0) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        // Only URIs show the bytes of a path: "%FF". They are absolute, and end with a slash for a directory.
        String address = ROOT.resolve(path).toUri().getRawPath();
        int start = path.isAbsolute() ? 0 : 1;
        int end = address.length() > 1 && address.endsWith("/") ? address.length() - 1 : address.length();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = start; i < end; i++) {
            if (address.charAt(i) == '%') {
                bytes.write(Integer.parseInt(address.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                bytes.write(address.charAt(i));
            }
        }
        return bytes.toByteArray();
    }

    /**
     * Returns the path that these bytes are, also if they are not UTF-8.
     *
     * @param bytes not empty and without zeros
     */
    public static Path of(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
            return Path.of(text);
        }
        StringBuilder address = new StringBuilder("file:///");
        for (byte part : bytes) {
            address.append(part == '/' ? "/" : String.format(Locale.ROOT, "%%%02X", part));
        }
        Path absolute = Path.of(URI.create(address.toString()));
        return bytes[0] == '/' ? absolute : absolute.subpath(0, absolute.getNameCount());
    }
}
