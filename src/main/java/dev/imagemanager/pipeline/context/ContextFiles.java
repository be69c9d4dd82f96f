package dev.imagemanager.pipeline.context;

import dev.imagemanager.file.FileState;
import dev.imagemanager.file.Folder;
import dev.imagemanager.file.ignore.IgnoreRules;
import dev.imagemanager.file.ignore.IgnoreRules.Verdict;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Lists the files of a context that a builder sends when a build copies all of it. What is left out is not looked at: its
 * folders are not opened, unless an exception could match in them.
 *
 * <p>Rules: {@code filterFS.Walk} of tonistiigi/fsutil. A folder that is left out is sent if something in it is.
 */
final class ContextFiles {

    private final IgnoreRules rules;
    private final List<ContextFile> kept = new ArrayList<>();

    private ContextFiles(IgnoreRules rules) {
        this.rules = rules;
    }

    /**
     * @param root an existing folder
     * @throws IOException if a file that belongs to the context cannot be looked at
     */
    static List<ContextFile> of(Path root, IgnoreRules rules) throws IOException {
        ContextFiles files = new ContextFiles(rules);
        files.addAll(root, "", Verdict.CONTEXT);
        return files.kept;
    }

    /** @param prefix the path of the folder with a slash at its end; empty for the context's own */
    private void addAll(Path folder, String prefix, Verdict verdict) throws IOException {
        for (Path file : Folder.entries(folder)) {
            String path = prefix + file.getFileName();
            Verdict ofFile = rules.of(path, verdict);
            if (!ofFile.isLeftOut() || rules.mayKeepBelow(path)) {
                try {
                    add(file, path, ofFile);
                } catch (NoSuchFileException | NotDirectoryException removedInTheMeantime) {
                    continue;
                }
            }
        }
    }

    private void add(Path file, String path, Verdict verdict) throws IOException {
        ContextFile found = new ContextFile(path, file, FileState.of(file));
        int before = kept.size();
        kept.add(found);
        if (found.state().isFolder()) {
            try {
                addAll(file, path + "/", verdict);
            } catch (AccessDeniedException closed) {
                if (!verdict.isLeftOut()) {
                    throw closed;
                }
            }
        }
        if (verdict.isLeftOut() && kept.size() == before + 1) {
            kept.remove(before);
        }
    }
}
