package dev.imagemanager.output;

import dev.imagemanager.file.AtomicFile;
import dev.imagemanager.file.DirectoryTree;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** What a killed command left in {@code dist/}: files and folders that were not complete yet. */
final class OutputLeftovers {

    private OutputLeftovers() {}

    /** Removes them. Follows no links. The caller holds the lock, so that nobody else writes. */
    static void remove(Path outputDirectory) throws IOException {
        if (!Files.isDirectory(outputDirectory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(outputDirectory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                if (!AtomicFile.isPartial(directory)) {
                    return FileVisitResult.CONTINUE;
                }
                DirectoryTree.remove(directory);
                return FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (AtomicFile.isPartial(file) && attributes.isRegularFile()) {
                    Files.deleteIfExists(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
