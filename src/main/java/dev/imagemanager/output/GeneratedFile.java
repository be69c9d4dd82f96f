package dev.imagemanager.output;

import java.util.Arrays;

/**
 * The wanted content of a file in {@code dist/}.
 *
 * @param content the bytes; must not be modified
 * @param isExecutable whether the file is executable
 */
public record GeneratedFile(byte[] content, boolean isExecutable) {

    public static GeneratedFile of(byte[] content) {
        return new GeneratedFile(content, false);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GeneratedFile that
                && isExecutable == that.isExecutable
                && Arrays.equals(content, that.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    @Override
    public String toString() {
        return content.length + " bytes" + (isExecutable ? ", executable" : "");
    }
}
