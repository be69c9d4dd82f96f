package dev.imagemanager.pipeline.context;

import dev.imagemanager.file.ExactCopy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Copies a build context in which a builder could take a file for another one. A builder takes a file of the same path, size
 * and time, to the nanosecond, for the one that it got before, also in another context. Times that were set are mostly whole
 * seconds; files that are written one after the other, as by a checkout, often have the same time, since kernels count in
 * milliseconds. The copy of such a file has a fraction of a second that follows from its content. Layers have whole seconds
 * (containerd, {@code archive/tar.go}), so the image is the same. No file is a hard link: that would change when the
 * original was changed last, as for a change of its content.
 */
final class ContextCopy {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** Digits of a content's hash that the fraction is made of. */
    private static final int DIGITS = 7;

    private static final int HEXADECIMAL = 16;

    private ContextCopy() {}

    /** @param shared the looks that files of several contexts have */
    static boolean isNeeded(List<ContextFile> files, Set<FileLook> shared) {
        return files.stream().anyMatch(file -> isAmbiguous(file, shared));
    }

    private static boolean isAmbiguous(ContextFile file, Set<FileLook> shared) {
        return file.state().isRegular() && (hasWholeSeconds(file) || shared.contains(FileLook.of(file)));
    }

    private static boolean hasWholeSeconds(ContextFile file) {
        return file.state().modified() % SECOND == 0;
    }

    /**
     * @param files in the order of {@link ContextFiles}
     * @param shared the looks that files of several contexts have
     * @param target the folder to create
     * @throws IOException if a file cannot be read, or the copy not written
     */
    static void write(List<ContextFile> files, Set<FileLook> shared, FileHashes hashes, Path target)
            throws IOException {
        ExactCopy.startFolder(target);
        List<ContextFile> folders = new ArrayList<>();
        for (ContextFile file : files) {
            Path copy = target.resolve(relative(file));
            if (file.state().isFolder()) {
                ExactCopy.startFolder(copy);
                folders.add(file);
            } else if (isAmbiguous(file, shared)) {
                ExactCopy.file(file.absolute(), copy, time(file, hashes.of(file)));
            } else if (file.state().isRegular()) {
                ExactCopy.file(file.absolute(), copy, file.state().modified());
            } else if (file.state().isLink()) {
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
        long modified = file.state().modified();
        return modified
                - Math.floorMod(modified, SECOND)
                + 1
                + Long.parseLong(hash.substring(0, DIGITS), HEXADECIMAL) % (SECOND - 1);
    }
}
