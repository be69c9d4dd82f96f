package dev.imagemanager.infra.tool;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** A tar.gz of a test's own, with names that an honest tar would not write. */
final class TarFile {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar;

    TarFile() {
        try {
            tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    TarFile program(String name, String text) {
        return entry(entry(name, TarConstants.LF_NORMAL, 0755), text);
    }

    TarFile text(String name, String text) {
        return entry(entry(name, TarConstants.LF_NORMAL, 0644), text);
    }

    TarFile folder(String name) {
        return entry(entry(name, TarConstants.LF_DIR, 0755), "");
    }

    TarFile link(String name, String target) {
        TarArchiveEntry entry = entry(name, TarConstants.LF_SYMLINK, 0777);
        entry.setLinkName(target);
        return entry(entry, "");
    }

    TarFile hardLink(String name, String target) {
        TarArchiveEntry entry = entry(name, TarConstants.LF_LINK, 0755);
        entry.setLinkName(target);
        return entry(entry, "");
    }

    TarFile device(String name) {
        return entry(entry(name, TarConstants.LF_CHR, 0644), "");
    }

    byte[] bytes() {
        try {
            tar.close();
            return bytes.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static TarArchiveEntry entry(String name, byte type, int mode) {
        TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
        entry.setMode(mode);
        return entry;
    }

    private TarFile entry(TarArchiveEntry entry, String text) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        entry.setSize(content.length);
        try {
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return this;
    }
}
