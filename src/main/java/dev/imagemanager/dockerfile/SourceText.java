package dev.imagemanager.dockerfile;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/**
 * A file's content as text. Bytes that are not valid UTF-8 are replaced by U+FFFD.
 *
 * @param content without a byte-order mark
 */
record SourceText(String content, BitSet undecodableLines) {

    static final char REPLACEMENT = '\uFFFD';

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    static SourceText of(String content) {
        return new SourceText(withoutMark(content), new BitSet());
    }

    static SourceText of(byte[] bytes) {
        String content = withoutMark(new String(bytes, StandardCharsets.UTF_8));
        return new SourceText(content, isUtf8(bytes) ? new BitSet() : linesWithReplacement(content));
    }

    private static String withoutMark(String content) {
        return !content.isEmpty() && content.charAt(0) == BYTE_ORDER_MARK ? content.substring(1) : content;
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static BitSet linesWithReplacement(String content) {
        BitSet lines = new BitSet();
        int line = 1;
        for (int i = 0; i < content.length(); i++) {
            if (content.charAt(i) == '\n') {
                line++;
            } else if (content.charAt(i) == REPLACEMENT) {
                lines.set(line);
            }
        }
        return lines;
    }
}
