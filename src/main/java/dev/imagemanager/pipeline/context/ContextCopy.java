package dev.imagemanager.pipeline.context;

import dev.imagemanager.file.ExactCopy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Copies a build context whose times were set, so that no builder takes a file for another one. A builder takes a file of the
 * same path, size and time, to the nanosecond, for the one that it got before; times that were set are mostly whole seconds.
 * The copy of such a file has a fraction of a second that follows from its content. Layers have whole seconds (containerd,
 * {@code archive/tar.go}), so the image is the same. Other files are hard links.
 */
final class ContextCopy {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** Digits of a content's hash that the fraction is made of. */
    private static final int DIGITS = 7;

    private static final int HEXADECIMAL = 16;

    private ContextCopy() {}

    /** Returns whether the time of a file was probably set. */
    static boolean isNeeded(List<ContextFile> files) {
        return files.stream().anyMatch(ContextCopy::hasWholeSeconds);
    }

    private static boolean hasWholeSeconds(ContextFile file) {
        return file.state().isRegular() && file.state().modified() % SECOND == 0;
    }

    /**
     * @param files in the order of {@link ContextFiles}
     * @param target the folder to create
     * @throws IOException if a file cannot be read, or the copy not written
     */
    static void write(List<ContextFile> files, FileHashes hashes, Path target) throws IOException {
        ExactCopy.startFolder(target);
        List<ContextFile> folders = new ArrayList<>();
        for (ContextFile file : files) {
            Path copy = target.resolve(relative(file));
            if (file.state().isFolder()) {
                ExactCopy.startFolder(copy);
                folders.add(file);
            } else if (hasWholeSeconds(file)) {
                ExactCopy.file(file.absolute(), copy, time(file, hashes.of(file)));
            } else if (file.state().isRegular() || file.state().isLink()) {
                ExactCopy.link(file.absolute(), copy);
            }
        }
        Collections.reverse(folders);
        for (ContextFile folder : folders) {
            ExactCopy.finishFolder(folder.state(), target.resolve(relative(folder)));
        }
    }

    /** The text of a path does not always stand for its bytes. */
    private static Path relative(ContextFile file) {
        int names = (int) file.path().chars().filter(c -> c == '/').count() + 1;
        Path absolute = file.absolute();
        return absolute.subpath(absolute.getNameCount() - names, absolute.getNameCount());
    }

    private static long time(ContextFile file, String hash) {
        return file.state().modified() + 1 + Long.parseLong(hash.substring(0, DIGITS), HEXADECIMAL) % (SECOND - 1);
    }
}
