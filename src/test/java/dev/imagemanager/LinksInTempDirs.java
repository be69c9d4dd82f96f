package dev.imagemanager;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Removes the symbolic links in the {@link TempDir} fields of every test before JUnit removes the directories. JUnit
 * logs a warning for each link that leads out of its directory, which are hundreds where a daemon unpacked an image.
 *
 * <p>{@code META-INF/services} registers it; Quarkus enables the detection of extensions in its
 * {@code junit-platform.properties}.
 */
public final class LinksInTempDirs implements AfterEachCallback, AfterAllCallback {

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        for (Object instance : context.getRequiredTestInstances().getAllInstances()) {
            removeLinks(AnnotationSupport.findAnnotatedFieldValues(instance, TempDir.class, Path.class));
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        removeLinks(
                AnnotationSupport.findAnnotatedFieldValues(context.getRequiredTestClass(), TempDir.class, Path.class));
    }

    private static void removeLinks(List<Path> directories) throws IOException {
        for (Path directory : directories) {
            removeLinks(directory);
        }
    }

    /** What cannot be read is left: JUnit's own removal deals with it, and reports what stays. */
    private static void removeLinks(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isSymbolicLink()) {
                    Files.deleteIfExists(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failure) {
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
