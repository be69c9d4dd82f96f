package dev.imagemanager.output;

import java.util.Arrays;

/**
 * What a file in {@code dist/} is to be.
 *
 * @param content as bytes, since a plain Dockerfile is taken as it is; not to be changed
 * @param isExecutable whether everybody may execute it
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
